# type, isinstance, issubclass, callable, type names and their reprs.


class A:
    pass


class B(A):
    pass


def function():
    pass


def generator():
    yield


VALUES = [1, True, None, 1.5, "s", b"b", bytearray(), [], (), {}, {1}, range(1), slice(1), A(), A, function, len, lambda: 0, generator(), type, NotImplemented, ..., ValueError()]


def main():
    for v in VALUES:
        print(type(v).__name__, end=" ")
    print()
    print(type(1), type("a"), type(None), type([]), type(len), type(ValueError), type(type))
    print(isinstance(B(), A), isinstance(A(), B), isinstance(1, (str, int)), isinstance(None, type(None)), isinstance(B, type))
    print(issubclass(B, A), issubclass(A, object), issubclass(bool, int), issubclass(int, (str, float)))
    print([callable(v) for v in (len, A, A(), function, 1, "s", [].append, lambda: 0)])
    print(int.__name__, A.__name__, type(A()).__name__, type(A) is type, type(int) is type)
    print(type(B()) == B, type(B()) is A, B.__bases__[0] is A, A.__bases__ == (object,))
    print(isinstance(True, int), type(True) == int, isinstance(5, object), isinstance(int, object))
    print(..., Ellipsis is ..., NotImplemented, None)
    for f in (lambda: issubclass(1, int), lambda: isinstance(1, 1), lambda: type()):
        try:
            f()
        except TypeError as e:
            print(type(e).__name__)


if __name__ == "__main__":
    main()
