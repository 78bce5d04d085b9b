def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
def inf(n): return inf(n + 1)
class A:
    def __getattr__(self, n): return getattr(self, n + 'x')
    def __eq__(self, o): return self == o
    def __repr__(self): return repr(self)
    def __len__(self): return len(self)
    def __getitem__(self, i): return self[i]
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __bool__(self): return bool(self)
    def __iter__(self): return iter(self)
    def __hash__(self): return hash(self)
    def __lt__(self, o): return self < o
    def __contains__(self, o): return o in self
    def __str__(self): return str(self)
    def __format__(self, s): return format(self, s)
    def __setattr__(self, n, v): self.n = v
    def __init_subclass__(cls): pass
class B:
    def __init__(self): B()
def g(n):
    yield n
    yield from g(n + 1)
def mutual_a(n): return mutual_b(n)
def mutual_b(n): return [mutual_a(x) for x in (n,)]
def show(f):
    try: print(f())
    except RecursionError as e: print('RecursionError')
def main():
    print(depth(900))
    show(lambda: inf(0))
    print(depth(900))
    a = A()
    show(lambda: a.foo); show(lambda: a == 1); show(lambda: repr(a)); show(lambda: len(a)); show(lambda: a[0]); show(lambda: a()); show(lambda: a + 1); show(lambda: bool(a)); show(lambda: list(a)); show(lambda: hash(a)); show(lambda: a < 1); show(lambda: 1 in a); show(lambda: str(a)); show(lambda: format(a, '')); show(lambda: B()); show(lambda: mutual_a(1)); show(lambda: {a: 1}); show(lambda: sorted([a, a])); show(lambda: f'{a}'); show(lambda: '%s' % a); show(lambda: [a].index(3)); show(lambda: setattr(a, 'q', 1))
    show(lambda: list(map(lambda x: inf(x), [1])))
    def s():
        for x in g(0):
            if x > 100000: break
        return x
    show(s)
    def deco(n):
        try: return deco(n + 1)
        finally: pass
    show(lambda: deco(0))
    def w(n):
        try: return w(n + 1)
        except RecursionError: return 'caught'
    print(w(0))
    print(depth(800))


if __name__ == "__main__":
    main()
