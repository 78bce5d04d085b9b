# The qualified name of a function is put together when somebody asks for it.
def top(a=1):
    def inner(x):
        return x
    return inner

class Outer:
    def method(self, a, *, k):
        return lambda p: p
    class Nested:
        @staticmethod
        def static(a):
            return a
        @classmethod
        def of(cls):
            return cls

def generator():
    yield 1

def text(e):
    return f"{type(e).__name__}: {e}"

for f in (top, top(), Outer.method, Outer().method(1, k=2), Outer.Nested.static, Outer.Nested.of, generator, print, len):
    print(f.__name__, f.__qualname__)
print(repr(Outer.method)[:25], repr(Outer.Nested.of)[:29])
for call in (
    lambda: top(1, 2),
    lambda: top()(),
    lambda: top()(1, 2),
    lambda: top(b=1),
    lambda: top(1, a=1),
    lambda: Outer().method(),
    lambda: Outer().method(1),
    lambda: Outer().method(1, 2, k=3),
    lambda: Outer.Nested.static(),
    lambda: generator(1),
    lambda: (lambda p: p)(),
):
    try:
        call()
    except TypeError as e:
        print(text(e))
