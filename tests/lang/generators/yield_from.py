# yield from lists, generators and with return values; send and throw through it.


def inner():
    try:
        x = yield "first"
        y = yield x
    except ValueError as e:
        yield "inner caught " + str(e)
        y = None
    return y


def outer():
    result = yield from inner()
    yield ("result", result)


def flatten(items):
    for x in items:
        if isinstance(x, list):
            yield from flatten(x)
        else:
            yield x


def chain(*parts):
    for p in parts:
        yield from p


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def main():
    g = outer()
    print(next(g), g.send("sent"), g.send("last"))
    g = outer()
    print(next(g), g.throw(ValueError("bad")), next(g))
    print(list(flatten([1, [2, [3, [4]], 5], []])), list(chain("ab", (1, 2), range(2), {"k": 0})))
    print(list(Tree(4, Tree(2, Tree(1), Tree(3)), Tree(5))))
    try:
        list(chain([1], 5))
    except TypeError as e:
        print(type(e).__name__, e)
    g = outer()
    next(g)
    try:
        g.throw(KeyError("through"))
    except KeyError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
