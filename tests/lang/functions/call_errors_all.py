def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def f0(): return 0
def f1(a): return a
def f2(a, b): return a, b
def f3(a, b=2, *c, d, e=5, **g): return a, b, c, d, e, g
def po(a, b=1, /, c=2, *, d=3): return a, b, c, d
def kw(*, x, y): return x, y
def va(*args, **kw): return args, list(kw.items())
def pok(a, /, **kw): return a, kw
def dflt(a, b=[]): b.append(a); return b
class K:
    def m(self, x): return x
    @classmethod
    def cm(cls, x, y=1): return x, y
    @staticmethod
    def sm(x): return x
    def __init__(self, q): self.q = q
    def __call__(self, *a, **k): return a, k
class N: pass
def gen():
    yield 1; yield 2
def main():
    show(lambda: f0(1)); show(lambda: f0(1, 2)); show(lambda: f1()); show(lambda: f1(1, 2)); show(lambda: f2()); show(lambda: f2(1))
    show(lambda: f2(1, 2, 3)); show(lambda: f2(1, b=2, c=3)); show(lambda: f2(1, a=2)); show(lambda: f2(b=1))
    show(lambda: f3(1, d=4)); show(lambda: f3(1, 2, 3, 4, d=9, z=1, e=7, y=2)); show(lambda: f3(1)); show(lambda: f3(d=1)); show(lambda: f3())
    show(lambda: po(1)); show(lambda: po(a=1)); show(lambda: po(1, b=2)); show(lambda: po(1, 2, 3, 4)); show(lambda: po(1, c=5, d=6))
    show(lambda: kw(x=1)); show(lambda: kw()); show(lambda: kw(1, x=1, y=2)); show(lambda: kw(y=1, x=2)); show(lambda: kw(1, 2))
    show(lambda: va(1, 2, b=1, a=2, **{'z': 3, 'c': 4})); show(lambda: va(*gen(), *[3], *'ab', k=1)); show(lambda: pok(1, a=2))
    show(lambda: dflt(1)); show(lambda: dflt(2)); show(lambda: dflt(1, []))
    show(lambda: K(1).m()); show(lambda: K(1).m(1, 2)); show(lambda: K()); show(lambda: K(1, 2)); show(lambda: K.cm()); show(lambda: K.cm(1, 2, 3)); show(lambda: K.sm()); show(lambda: K.m(5)); show(lambda: K(1)(1, a=2))
    show(lambda: N(1)); show(lambda: N(a=1)); show(lambda: f1(**{'a': 1})); show(lambda: f1(1, **{'a': 1})); show(lambda: f2(*[1, 2, 3]))
    show(lambda: f1(**{1: 2}))
    show(lambda: (lambda x, y=1: x)()); show(lambda: (lambda: 1)(2)); show(lambda: 5()); show(lambda: 'a'()); show(lambda: None()); show(lambda: N()())


if __name__ == "__main__":
    main()
