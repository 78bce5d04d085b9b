"""module doc"""
def f(a, b=2, *, c=3):
    "doc f"
    return a
def nodoc(): pass
f.attr = 5
class K:
    "doc K"
    def m(self):
        """doc m"""
    class Inner:
        def z(self): pass
    @property
    def p(self):
        "doc p"
        return 1
    @staticmethod
    def s(): 'doc s'
def deco(fn):
    def wrapper(*a, **k):
        wrapper.calls += 1
        return fn(*a, **k)
    wrapper.calls = 0
    wrapper.__name__ = fn.__name__
    wrapper.__doc__ = fn.__doc__
    wrapper.__wrapped__ = fn
    return wrapper
@deco
def g(x):
    "doc g"
    return x * 2
def main():
    print(f.__doc__, nodoc.__doc__, K.__doc__, K.m.__doc__, K().m.__doc__, K.s.__doc__, __doc__)
    print(f.__name__, f.__qualname__, K.m.__qualname__, K.Inner.z.__qualname__, K.Inner.__qualname__, main.__name__, (lambda: 0).__name__, f.__defaults__, f.__kwdefaults__, nodoc.__defaults__, f.__module__, K.__module__)
    print(g(2), g(3), g.calls, g.__name__, g.__doc__, g.__wrapped__(4))
    print(f.attr, hasattr(f, 'zz'), getattr(f, 'zz', 1)); f.zz = 2; print(f.zz); del f.zz
    try: f.zz
    except AttributeError as e: print(e)
    try: del f.zz
    except AttributeError as e: print('AE')
    def inner(): pass
    print(inner.__qualname__, (lambda: 0).__qualname__)
    f.__doc__ = 'new'; print(f.__doc__)
    inner.__name__ = 'renamed'; print(inner.__name__)
    f.__defaults__ = (9,); print(f(1), f.__defaults__)
    m = K().m; print(m.__name__, m.__self__.__class__.__name__, m.__func__ is K.m, m == m, callable(m), callable(K), callable(5), callable(lambda: 0))
    T = type('T', (K,), {'x': 1, 'hello': lambda self: 'hi ' + str(self.x)}); t = T(); print(t.hello(), T.__name__, T.__bases__[0] is K, t.p, isinstance(t, K), issubclass(T, (int, K)), type(t) is T)
    t.y = 3; print(vars(t), t.__dict__, sorted(k for k in vars(T) if not k.startswith('__')))
    setattr(T, 'z', 10); print(t.z, T.z); delattr(T, 'z'); print(hasattr(t, 'z'))
    try: isinstance(1, 5)
    except TypeError as e: print(e)
    try: issubclass(1, int)
    except TypeError as e: print(e)
    try: f.__name__ = 5
    except TypeError as e: print(e)
    try: getattr(t, 5)
    except TypeError as e: print(e)
    try: int.foo = 1
    except TypeError as e: print(e)
    try: K.nope
    except AttributeError as e: print(e)
    try: (5).x = 1
    except AttributeError as e: print(e)
    try: [].x = 1
    except AttributeError as e: print(e)
    try: object().x = 1
    except AttributeError as e: print(e)
    counter = 0
    def outer():
        n = 0
        def inc():
            nonlocal n
            n += 1
            return n
        def get(): return n
        return inc, get
    inc, get = outer(); inc(); inc(); print(get())
    fs = [lambda: i for i in range(3)]; print([h() for h in fs]); fs = [lambda i=i: i for i in range(3)]; print([h() for h in fs])
    i = 'outer'; [i for i in range(3)]; print(i)
    class Scope:
        x = 1
        y = x
        def get(self):
            try: return x
            except NameError as e: return str(e)
    print(Scope.y, Scope().get())
    def u():
        try: print(q)
        except NameError as e: print(type(e).__name__, e)
        q = 1
    u()
    def late():
        return later_global
    try: late()
    except NameError as e: print(e)
    global later_global
    later_global = 5; print(late())
    del later_global
    try: late()
    except NameError as e: print(e)
    print(f.__call__(1) if hasattr(f, '__call__') else 1)
    print('x', id(t) == id(t), hash(K) == hash(K), K == K, K != T)


if __name__ == "__main__":
    main()
