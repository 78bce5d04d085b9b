# One cell per call, shared by all closures of that call; cells and del; class bodies.


def shared():
    x = 0

    def inc():
        nonlocal x
        x += 1

    def get():
        return x

    inc()
    inc()
    x += 10
    return get()


def per_iteration():
    def make(i):
        return lambda: i * i
    return [make(i)() for i in range(4)]


def with_class(tag):
    class Labelled:
        name = tag

        def show(self):
            return tag + "/" + self.name

    return Labelled


def deleted():
    value = 1

    def read():
        return value

    del value
    try:
        return read()
    except NameError as e:
        return type(e).__name__


def comprehension_scope():
    x = "outer"
    squares = [x * x for x in range(4)]
    return x, squares


def argument_cell(n, *args, **kw):
    return lambda: (n, args, kw)


def main():
    print(shared(), per_iteration())
    A, B = with_class("a"), with_class("b")
    print(A().show(), B().show())
    B.name = "renamed"
    print(A().show(), B().show())
    print(deleted(), comprehension_scope(), argument_cell(1, 2, k=3)())


if __name__ == "__main__":
    main()
