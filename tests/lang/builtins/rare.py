# Less common forms: iter with a sentinel, zip(strict=True), type with three arguments, vars, format.


class Countdown:
    def __init__(self):
        self.n = 4

    def __call__(self):
        self.n -= 1
        return self.n


class Base:
    pass


def main():
    print(list(iter(Countdown(), 0)), list(zip([1], [2], strict=True)))
    try:
        list(zip([1], [1, 2], strict=True))
    except ValueError as e:
        print(type(e).__name__, e)
    C = type("C", (Base,), {"x": 5, "get": lambda self: self.x})
    print(C.__name__, C().get(), isinstance(C(), Base))
    b = Base()
    b.z, b.a = 1, 2
    print(vars(b), b.__dict__, sorted(vars(b)))
    print(format(3.14159, ".2f"), format(255, "#x"), format("s", ">3"), format(None))
    print(pow(3, -1, 7), sum([1, 2], start=10), max([], default=0), round(-0.5), divmod(-1, 3))


if __name__ == "__main__":
    main()
