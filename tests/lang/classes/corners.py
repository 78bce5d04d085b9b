class Meta: pass
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class A:
    x = 1
    def __init__(self): self.a = 1
    def __getattribute__(self, n):
        if n == 'magic': return 42
        return object.__getattribute__(self, n)
class Mixin:
    def __len__(self): return 99
    def __enter__(self): return 'entered'
    def __exit__(self, *a): return False
    def hello(self): return 'hello'
class LM(list, Mixin): pass
class ML(Mixin, list): pass
class Err(Mixin, ValueError): pass
class Err2(ValueError, Mixin):
    def __init__(self, *a): super().__init__(*a); self.n = len(a)
class Abs:
    def run(self): raise NotImplementedError('run')
class Impl(Abs):
    def run(self): return super().run()
class Lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None):
        v = self.f(o); o.__dict__[self.n] = v; return v
class Typed:
    def __init__(self, t): self.t = t
    def __set_name__(self, o, n): self.n = '_' + n
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.n)
    def __set__(self, o, v):
        if not isinstance(v, self.t): raise TypeError(f'{self.n[1:]} must be {self.t.__name__}')
        setattr(o, self.n, v)
class Pt:
    x = Typed(int); y = Typed(int)
    def __init__(self, x, y): self.x = x; self.y = y
class Cnt:
    n = 0
    def __init__(self): Cnt.n += 1; self.n += 1
class Meth:
    def f(self): return 'f'
    g = f
    h = staticmethod(f)
    k = classmethod(lambda cls: cls.__name__)
    p = property(lambda self: 'p')
    l = len
    lam = lambda self, x=1: x
class Priv:
    def __init__(self): self.__v = 1
    def get(self): return self.__v
    def __hid(self): return 'hid'
    def call(self): return self.__hid()
class Inst:
    def __init__(self): self.f = lambda: 'inst'
    def f(self): return 'cls'
class CI:
    def __class_getitem__(cls, k): return (cls.__name__, k)
class SlotBase:
    __slots__ = ['a']
class SlotSub(SlotBase):
    __slots__ = ('b',)
    def __init__(self): self.a = 1; self.b = 2
class Open(SlotSub): pass
def main():
    a = A(); print(a.magic, a.a, a.x); show(lambda: a.nope)
    print(len(LM([1])), len(ML([1])), LM().hello(), bool(LM()), bool(ML()))
    with LM() as z: print(z)
    show(lambda: (_ for _ in ()).throw(Err('x')))
    try: raise Err2(1, 2)
    except ValueError as e: print(e.n, e.args, e.hello(), e)
    show(lambda: Impl().run())
    show(lambda: Pt(1, 2).x); show(lambda: Pt(1, 'a')); print(type(Pt.x).__name__)
    Cnt(); c = Cnt(); print(Cnt.n >= 2, 'n' in vars(c))
    m = Meth(); print(m.f(), m.g(), m.h(m), m.k(), Meth.k(), m.p, m.l([1]), m.lam(), m.lam(5), Meth.f(m), Meth.lam(0, 7))
    p = Priv(); print(p.get(), p.call(), p._Priv__v, hasattr(p, '__v'))
    print(Inst().f(), CI[3], CI['a', 1])
    s = SlotSub(); print(s.a, s.b); show(lambda: setattr(s, 'c', 1)); o = Open(); o.c = 1; print(o.c, o.a)
    del s.a; show(lambda: s.a); show(lambda: s.__dict__)
    show(lambda: type('X', (), {})().foo); show(lambda: type('Y', (int,), {'d': lambda s: s * 2})(4).d())
    show(lambda: type('Z', (A, A), {})); show(lambda: type('Z', (bool,), {}))
    class X1: pass
    class Y1(X1): pass
    def f(): pass
    f.a = []; f.a.append(1); print(f.a, f.__dict__)
    x = [1, 2, 3]; x[:] = x[::-1]; print(x); x[1:1] = 'ab'; print(x); del x[::2]; print(x); x *= 2; print(x)
    print(*[1, 2], sep='-', end='!\n'); print('a', 'b', sep=''); print()
    def g(n):
        global gl
        gl = n
    g(5); print(gl)
    try:
        try: 1 / 0
        finally: print('f')
    except ZeroDivisionError as e: err = e
    print(err); show(lambda: e)
    print([f'{i}{j}' for i in 'ab' for j in range(2) if j], {i: j for i, j in zip('ab', range(2))}, {i % 2 for i in range(4)}, [[j for j in range(i)] for i in range(3)])
    i = 10
    while i:
        i -= 3
        if i < 0: break
    else: print('else')
    for _ in []: pass
    else: print('for else')
    print(any(x > 1 for x in [1, 2]), all([]), sum([[1], [2]], []), min('b', 'a'), max([1, 3, 2], key=lambda v: -v), list(zip(*[(1, 2), (3, 4)])), abs(-3), ord('a'), chr(8364), bin(5), oct(8), hex(255), divmod(7, 2), round(3.14159, 2), list(map(str, [1, 2])), isinstance(3, int), type(3) is int, id(None) == id(None), hash('a') == hash('a'), callable(print))
    show(lambda: int.__add__(1, 2)); show(lambda: (1).__add__('a')); show(lambda: 'a'.__len__()); show(lambda: [].__iter__().__next__())
    show(lambda: A.__init__()); show(lambda: object.__new__(5)); show(lambda: property().fget); show(lambda: A.__getattribute__(a)); show(lambda: super(A, 5)); show(lambda: super(5, 5))


if __name__ == "__main__":
    main()
