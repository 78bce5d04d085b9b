class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f'V({self.x}, {self.y})'
    def __add__(self, o):
        if not isinstance(o, V): return NotImplemented
        return V(self.x + o.x, self.y + o.y)
    def __radd__(self, o): return self if o == 0 else NotImplemented
    def __mul__(self, k): return V(self.x * k, self.y * k) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __neg__(self): return V(-self.x, -self.y)
    def __pos__(self): return self
    def __invert__(self): return 'inv'
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __bool__(self): return self.x != 0 or self.y != 0
    def __iter__(self): yield self.x; yield self.y
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __lt__(self, o): return abs(self) < abs(o)
    def __iadd__(self, o): self.x += o.x; return self
    def __divmod__(self, o): return 'dm'
    def __rpow__(self, o): return 'rpow'
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __rsub__(self, o): return 'rsub'
    def __lshift__(self, o): return 'ls'
    def __index__(self): return 3
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __round__(self, n=None): return ('round', n)
    def __contains__(self, v): return v in (self.x, self.y)
    def __call__(self, *a): return a
    def __format__(self, s): return '<' + s + '>'
    def __reversed__(self): return iter((self.y, self.x))
    def __floordiv__(self, o): return 'fd'
    def __rmod__(self, o): return 'rmod'
    def __and__(self, o): return 'and'
    def __ror__(self, o): return 'ror'
    def __trunc__(self): return 9
    def __delitem__(self, i): print('delitem', i)
    def __setitem__(self, i, v): print('setitem', i, v)
class Base:
    def __add__(self, o): return 'Base.add'
    def __radd__(self, o): return 'Base.radd'
    def __lt__(self, o): return 'Base.lt'
    def __gt__(self, o): return 'Base.gt'
class Der(Base):
    def __radd__(self, o): return 'Der.radd'
    def __gt__(self, o): return 'Der.gt'
class NI:
    def __add__(self, o): return NotImplemented
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented
    __iadd__ = __add__
class NoHash:
    def __eq__(self, o): return True
class Ord:
    def __init__(self, k, t): self.k, self.t = k, t
    def __lt__(self, o): return self.k < o.k
class Slc:
    def __getitem__(self, i): return i
    def __setitem__(self, i, v): print('set', i, v)
    def __delitem__(self, i): print('del', i)
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 10
    def __len__(self): return 4
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def main():
    a, b = V(1, 2), V(3, 4)
    print(a + b, a * 2, 2 * a, -a, +a, ~a, abs(b), a == V(1, 2), a != b, hash(a) == hash(V(1, 2)), bool(V(0, 0)), list(a), a @ b, a[0], a[-1], len(a), a < b, sum([a, b]), divmod(a, 1), 2 ** a, a ** 2, pow(a, 2, 3), 5 - a, a << 1, [0, 1, 2, 3][a], int(a), float(a), round(a), round(a, 2), 2 in a, a(1, 2), f'{a:x}', format(a), '{:>{}}'.format(a, 3), list(reversed(a)), a // 1, 5 % a, a & 1, 1 | a)
    c = a; c += b; print(c is a, a); x, y = a; print(x, y); print(max(a, b), sorted([b, a]), {a: 1}[V(4, 2)])
    del a[1:2]; a[0:1] = 5; a[...] = 1
    show(lambda: a + 1); show(lambda: 1 + a); show(lambda: a - 1); show(lambda: a * 'x'); show(lambda: a > 5); show(lambda: 'x' % a); show(lambda: a >= b)
    print(Base() + Der(), Der() + Base(), Base() + 1, 1 + Base(), Base() < Der(), Der() < Base(), 1 < Base())
    show(lambda: NI() + NI()); show(lambda: NI() + 1); print(NI() == NI(), NI() == 1, NI() != 1); show(lambda: NI() < 1); show(lambda: hash(NoHash()))
    def ia():
        n = NI(); n += 1
    show(ia)
    show(lambda: {NoHash(): 1}); show(lambda: NoHash() in [1]); print(NoHash() != 5)
    print([o.t for o in sorted([Ord(2, 'a'), Ord(1, 'b'), Ord(2, 'c'), Ord(1, 'd')])], [o.t for o in sorted([Ord(2, 'a'), Ord(1, 'b'), Ord(2, 'c')], reverse=True)])
    s = Slc(); print(s[1], s[1:2], s[::2], s[1, 2:3], s[...], s[:], s[-1:None:None]); s[1:2] = 'v'; del s[0], s[::2]
    q = Seq(); print(list(q), 20 in q, 25 in q, list(reversed(q)), [*q], max(q)); a1, *rest = q; print(a1, rest)
    print(dict([('a', 1)], b=2), str(3), repr('a'), NotImplemented is NotImplemented)
    class Idx:
        def __index__(self): return 2
    print([1, 2, 3][Idx()], 'abc'[Idx()], list(range(Idx())), [0] * Idx(), hex(Idx()), bin(Idx()), (1, 2, 3)[:Idx()])
    class BadBool:
        def __bool__(self): return 5
    show(lambda: bool(BadBool()))
    class BadLen:
        def __len__(self): return -1
    show(lambda: len(BadLen()))
    class BadStr:
        def __str__(self): return 5
        def __repr__(self): return None
    show(lambda: str(BadStr())); show(lambda: repr(BadStr()))
    class BadIter:
        def __iter__(self): return 5
    show(lambda: list(BadIter()))
    class Cmp:
        def __init__(self, v): self.v = v
        def __eq__(self, o): return self.v == o.v
        def __le__(self, o): return self.v <= o.v
    show(lambda: Cmp(1) <= Cmp(2)); show(lambda: Cmp(1) >= Cmp(2)); show(lambda: Cmp(1) < Cmp(2)); show(lambda: sorted([Cmp(1), Cmp(2)]))
    show(lambda: 1 < 'a'); show(lambda: [] + ()); show(lambda: 'a' + 1); show(lambda: 1 + 'a'); show(lambda: {} | []); show(lambda: -'a'); show(lambda: None + 1); show(lambda: [1] * 'a'); show(lambda: {} < {}); show(lambda: 'a' * 2.0); show(lambda: 5 @ 5); show(lambda: 1 in 5); show(lambda: 'a' in 5); show(lambda: 1 in 'abc'); show(lambda: [1][1.0]); show(lambda: {}[[]]); show(lambda: (1)[0]); show(lambda: 5 .foo)


if __name__ == "__main__":
    main()
