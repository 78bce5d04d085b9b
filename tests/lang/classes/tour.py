class A:
    def __init__(self): self.log = ['A']
    def f(self): return 'A.f'
    def who(self): return 'A'
class B(A):
    def __init__(self):
        super().__init__(); self.log.append('B')
    def f(self): return 'B.f>' + super().f()
class C(A):
    def __init__(self):
        super().__init__(); self.log.append('C')
    def f(self): return 'C.f>' + super().f()
    def who(self): return 'C'
class D(B, C):
    def __init__(self):
        super().__init__(); self.log.append('D')
    def f(self): return 'D.f>' + super().f()
class Temp:
    def __init__(self, c): self._c = c
    @property
    def c(self):
        "celsius"
        return self._c
    @c.setter
    def c(self, v):
        if v < -273: raise ValueError("too cold")
        self._c = v
    @c.deleter
    def c(self):
        print("deleting"); del self._c
    @property
    def f(self): return self._c * 9 / 5 + 32
    @staticmethod
    def make(x): return Temp(x)
    @classmethod
    def zero(cls): return cls(0)
class T2(Temp):
    @property
    def c(self): return super().c + 1000
class Rev:
    def __init__(self): self.d = {}
    def __getattr__(self, n):
        if n.startswith('x_'): return n[2:]
        raise AttributeError('nope ' + n)
    def __setattr__(self, n, v):
        if n == 'ro': raise AttributeError('ro is read-only')
        super().__setattr__(n, v)
    def __delattr__(self, n):
        print('del', n); object.__delattr__(self, n)
class Slots:
    __slots__ = ('a', 'b')
    def __init__(self, a): self.a = a
class Plug:
    reg = {}
    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        Plug.reg[key or cls.__name__] = cls
class P1(Plug): pass
class P2(Plug, key='two'): pass
class Named:
    def __set_name__(self, owner, name): self.n = name; self.o = owner.__name__
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return obj.__dict__.get('_' + self.n, 'unset')
    def __set__(self, obj, v): setattr(obj, '_' + self.n, v)
    def __delete__(self, obj): delattr(obj, '_' + self.n)
class H:
    x = Named(); y = Named()
class NonData:
    def __get__(self, obj, owner): return ('nd', obj is None, owner.__name__)
class HH:
    z = NonData()
class Single:
    _i = None
    def __new__(cls, *a, **k):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
    def __init__(self, v=0): self.v = v
class P(tuple):
    def __new__(cls, x, y): return super().__new__(cls, (x, y))
    @property
    def x(self): return self[0]
    def __repr__(self): return 'P(%r, %r)' % (self[0], self[1])
class I(int):
    def __new__(cls, v, tag=''):
        s = super().__new__(cls, v); s.tag = tag; return s
class I2(int): pass
class S(str):
    def shout(self): return self.upper() + '!'
class F(float):
    pass
def main():
    d = D(); print(d.log, d.f(), d.who(), [k.__name__ for k in D.__mro__])
    t = Temp(10); print(t.c, t.f); t.c = 20; print(t.c)
    try: t.c = -300
    except ValueError as e: print(e)
    try: t.f = 3
    except AttributeError as e: print(type(e).__name__)
    del t.c
    try: t.c
    except AttributeError as e: print(e)
    print(Temp.make(3).c, T2.zero().c, type(T2.zero()).__name__)
    try: T2(1).c = 5
    except AttributeError as e: print('AE')
    r = Rev(); print(r.x_hi, r.d)
    try: r.foo
    except AttributeError as e: print(e)
    try: r.ro = 1
    except AttributeError as e: print(e)
    r.k = 2; del r.k; print(hasattr(r, 'k'), getattr(r, 'k', 'dflt'))
    s = Slots(1); print(s.a)
    try: s.b
    except AttributeError as e: print(e)
    try: s.c = 1
    except AttributeError as e: print('AE', e)
    print(sorted(Plug.reg))
    h = H(); print(h.x); h.x = 5; print(h.x, h.y, H.x.n, H.y.o); del h.x; print(h.x)
    hh = HH(); print(hh.z, HH.z); hh.z = 1; print(hh.z)
    print(Single(1) is Single(2), Single().v)
    p = P(1, 2); print(p, p.x, p == (1, 2), len(p), hash(p) == hash((1, 2)), p + (3,), isinstance(p, tuple))
    i = I(5, 'q'); print(i, i.tag, i + 1, type(i + 1).__name__, i * i, -i, type(-i).__name__, i == 5, hash(i) == hash(5), [10,20,30,40,50,60][i], repr(i))
    j = I2('12'); print(j, j + j, type(j + j).__name__, type(j).__name__, int(j), type(int(j)).__name__, j < 13, max(j, 3), f'{j:04d}', '%d' % j, bool(I2(0)), I2(), abs(I2(-3)))
    s = S('abc'); print(s.shout(), s + 'd', type(s + 'd').__name__, len(s), s == 'abc', {s: 1}['abc'], s[1:], type(s[1:]).__name__, f'{s:>5}', '-'.join([s, s]))
    f = F('1.5'); print(f + 1, type(f * 2).__name__, f, repr(f), f == 1.5, round(f), int(f))


if __name__ == "__main__":
    main()
