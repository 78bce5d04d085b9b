# StopIteration raised inside a generator becomes RuntimeError; exceptions finish it.


def leaky():
    yield 1
    raise StopIteration("inside")


def borrowed(it):
    while True:
        yield next(it)


def failing():
    yield 1
    raise ValueError("broken")


def guarded(it):
    while True:
        try:
            yield next(it)
        except StopIteration:
            return


def main():
    g = leaky()
    print(next(g))
    try:
        next(g)
    except RuntimeError as e:
        print(type(e).__name__, e, type(e.__cause__).__name__)
    try:
        list(borrowed(iter([1, 2])))
    except RuntimeError as e:
        print(type(e).__name__, e)
    g = failing()
    print(next(g))
    try:
        next(g)
    except ValueError as e:
        print(type(e).__name__, e)
    print(list(g), list(guarded(iter("ab"))))
    out = []
    try:
        for x in failing():
            out.append(x)
    except ValueError:
        out.append("error")
    print(out)


if __name__ == "__main__":
    main()
