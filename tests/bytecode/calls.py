def add(a, b=1, *rest, c, d=2, **more):
    return a + b


def calls(f, x, *args, **kw):
    f(x, f(1), x + 2)
    x.method(1, x)
    f(x, key=3)
    f(*args, 4, k=5, **kw)
    return add(1, 2, c=3)
