# raise of classes and instances, arguments, str and repr of exceptions.


def throw(x):
    raise x


def main():
    for x in (ValueError, ValueError(), ValueError("one"), ValueError("a", 2), KeyError("k"), IndexError(5), OSError("io")):
        try:
            throw(x)
        except Exception as e:
            print(type(e).__name__, e, repr(e), e.args)
    for bad in (5, "text", int):
        try:
            throw(bad)
        except TypeError as e:
            print(type(e).__name__, e)
    try:
        raise
    except RuntimeError as e:
        print(type(e).__name__, e)
    e = ValueError("kept")
    for _ in range(2):
        try:
            raise e
        except ValueError as caught:
            print(caught is e)
    try:
        raise StopIteration(7)
    except StopIteration as s:
        print(s.value, s.args)
    print(isinstance(ZeroDivisionError(), ArithmeticError), issubclass(KeyError, LookupError), issubclass(IndexError, LookupError))
    print(issubclass(NotImplementedError, RuntimeError), issubclass(UnicodeError, ValueError), issubclass(KeyboardInterrupt, Exception))
    print(str(KeyError("quoted")), str(ValueError(None)), repr(ValueError("it's")), repr(ValueError((1, 2))))


if __name__ == "__main__":
    main()
