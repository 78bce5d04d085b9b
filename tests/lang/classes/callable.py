# __call__ on instances, classes as callables and factories.


class Multiplier:
    def __init__(self, factor):
        self.factor = factor
        self.calls = 0

    def __call__(self, x, *more, offset=0):
        self.calls += 1
        return [v * self.factor + offset for v in (x,) + more]


class Registry:
    def __init__(self):
        self.makers = {}

    def register(self, name, maker):
        self.makers[name] = maker

    def __call__(self, name, *args, **kwargs):
        return self.makers[name](*args, **kwargs)


class Pair:
    def __init__(self, a, b=0):
        self.items = (a, b)


def main():
    double = Multiplier(2)
    print(double(5), double(1, 2, 3), double(1, offset=10), double.calls)
    print(list(map(double, range(3))), callable(double), callable(Pair), callable(Pair(1)))
    make = Registry()
    make.register("pair", Pair)
    make.register("int", int)
    make.register("double", double)
    print(make("pair", 1).items, make("pair", 1, b=2).items, make("int", "ff", 16), make("double", 4))
    classes = {"list": list, "tuple": tuple, "Pair": Pair}
    print(classes["list"]("ab"), classes["tuple"]([1]), classes["Pair"]("x").items)
    try:
        Pair(1)()
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        make("nothing")
    except KeyError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
