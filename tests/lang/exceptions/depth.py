# Exceptions through many frames, loops, comprehensions, generators and callbacks.


def fall(n):
    if n == 0:
        raise ValueError("bottom")
    return fall(n - 1)


def through_comprehension():
    return [fall(3) for _ in range(2)]


def through_generator():
    def gen():
        yield 1
        fall(2)
    return list(gen())


def through_callback():
    return sorted([2, 1], key=lambda x: fall(x))


def through_method():
    class Deep:
        def __getitem__(self, i):
            return fall(i)
    return Deep()[4]


def through_with():
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, kind, value, trace):
            value.args = ("changed on the way",)
    with Manager():
        fall(1)


def main():
    for f in (through_comprehension, through_generator, through_callback, through_method, through_with):
        try:
            f()
        except ValueError as e:
            print(f.__name__, e)
    caught = 0
    for i in range(200):
        try:
            fall(i % 20)
        except ValueError:
            caught += 1
    print(caught)


if __name__ == "__main__":
    main()
