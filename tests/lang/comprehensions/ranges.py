# Comprehensions over range: steps, errors, shadowed names, nesting.

BIG = 1 << 40


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        print("index", self.n)
        return self.n


class Rows:
    size = 3
    cells = [i * 2 for i in range(size)]
    table = {i: [j for j in range(i)] for i in range(size)}


def forms(n):
    print([x for x in range(n)], [x for x in range(1, n)], [x for x in range(n, 0, -2)])
    print({x % 3 for x in range(n)} == {0, 1, 2}, {x: x * x for x in range(2, n)})
    print([x for x in range(-n)], [x for x in range(n, 2)], [x for x in range(0, n, -1)])
    print([x for x in range(True)], [x for x in range(False, n, True)])
    print(list(x for x in range(n)), sum(x for x in range(0, n, 2)))


def wide():
    print([x for x in range(BIG, BIG + 3)])
    print([x for x in range(BIG, BIG - 3 * BIG, -BIG)])
    print([x for x in range(-BIG, 1, BIG)])
    top = (1 << 30) - 1
    print([x for x in range(top - 2, top)], [x for x in range(top - 3, top, 2)])
    print([x for x in range(top - 3, top + 2)])
    print([x for x in range(-top, -top - 4, -1)], [x for x in range(top, -top - 2, -top)])
    print([x for x in range(Index(3))], [x for x in range(Index(1), Index(9), Index(4))])


def order():
    def note(n):
        print("argument", n)
        return n

    print([(x, note(x + 10)) for x in range(note(1), note(6), note(2))])
    print([(x, y) for x in range(note(2)) for y in range(note(x), note(3))])


def filters(n):
    print([x for x in range(n) if x % 2 if x > 2], [x if x & 1 else -x for x in range(n)])
    print([y for x in range(n) if (y := x * x) > 5], y, x_is_local())
    print([(x, y, z) for x in range(2) for y in [5, 6] for z in range(y, y + 2) if x or z > 6])
    print([[x + y for y in range(x)] for x in range(n)])
    print([(a, b) for a in [1, 2] for b in range(a)], [x for x in [y for y in range(3)]])


def x_is_local():
    try:
        return x
    except NameError as e:
        return str(e)


def changed():
    # What the loop does with its variable or with the bounds leaves the steps alone.
    n = 4
    print([(n := n - 1) for x in range(n)], n)
    print([[x for x in range(x)] for x in range(4)])
    print([range for range in range(3)])
    cells = [lambda: (i, n) for i in range(3)]
    print([f() for f in cells])


def shadowed():
    range = lambda *a: ["mine", a]
    print([x for x in range(3)], {x for x in range(3) if x == "mine"})


def global_later():
    return [x for x in sorted(range(3), reverse=True)]


def starred(args):
    print([x for x in range(*args)])


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


def lines():
    # The exception leaves from the line of the call, not from within the comprehension.
    try:
        [
            x
            for x in
            range("3")
        ]
    except TypeError as e:
        print(e)


def in_generator(n):
    for x in [y * y for y in range(n)]:
        yield x
    yield [k for k in range((yield n) or 1)]


def stopped(n):
    try:
        return [1 // (n - x) for x in range(n + 1)]
    except ZeroDivisionError as e:
        return str(e)


def main():
    forms(5)
    wide()
    order()
    filters(5)
    changed()
    shadowed()
    starred([1, 4])
    starred([2])
    print(Rows.cells, Rows.table, global_later())
    attempt(lambda: [x for x in range("a")])
    attempt(lambda: [x for x in range(1.5, 2)])
    attempt(lambda: {x for x in range(0, 3, 0)})
    zero = 0
    attempt(lambda: {x: x for x in range(0, 3, zero)})
    attempt(lambda: [x for x in range(None)])
    attempt(lambda: [x for x in range()])
    attempt(lambda: [x for x in range(1, 2, 3, 4)])
    attempt(lambda: [x for y in range(2) for x in range("b")])
    attempt(lambda: [{}[x] for x in range(0)])
    attempt(lambda: [{}[x] for x in range(1)])
    lines()
    g = in_generator(3)
    print([next(g) for _ in range(4)], g.send(2))
    print(stopped(3), [x for x in range(300)][-1], len({x: 0 for x in range(100)}))


if __name__ == "__main__":
    main()
