# Special methods that operators, comparisons and subscription call: their answers, refusals, truths and exceptions.


class Answer:
    """What a comparison may answer instead of a bool."""

    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        print("bool", self.truth)
        return self.truth

    def __repr__(self):
        return "Answer(%r)" % self.truth


class Number:
    def __init__(self, n):
        self.n = n
        self.items = {}

    def __add__(self, other):
        if isinstance(other, Number):
            return Number(self.n + other.n)
        return NotImplemented if isinstance(other, str) else Number(self.n + other)

    def __isub__(self, other):
        if other == 0:
            return NotImplemented
        self.n -= other
        return self

    def __sub__(self, other):
        return "plain"

    def __mul__(self, other):
        return 1 // other

    def __eq__(self, other):
        if isinstance(other, Number):
            return self.n == other.n
        return NotImplemented if other is None else Answer(other == self.n)

    def __lt__(self, other):
        return Answer(self.n < other.n) if isinstance(other, Number) else NotImplemented

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value
        return "ignored"

    def __repr__(self):
        return "Number(%d)" % self.n


class Special(Number):
    def __radd__(self, other):
        return "right first"

    def __gt__(self, other):
        return "greater"


class Deep:
    def __init__(self, depth):
        self.depth = depth

    def __add__(self, other):
        return self.depth if other.depth == 0 else other + Deep(self.depth - 1)


class Odd:
    # Not plain functions of two parameters.
    __add__ = staticmethod(lambda other: ("static", other))
    __sub__ = lambda *args: len(args)

    def __mul__(self, other, more=3):
        return other * more


def tell(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)


def less(a, b):
    if a < b:
        return "yes"
    return "no"


def minus(a, b):
    a -= b
    return a


def store(a, key, value):
    a[key] = value
    return a[key]


def main():
    a, b, s = Number(3), Number(4), Special(5)
    for x in (b, 10, "text", s, None, [1]):
        tell("add", lambda: a + x)
        tell("eq", lambda: a == x)
        tell("ne", lambda: a != x)
        tell("lt", lambda: a < x)
        tell("less", lambda: less(a, x))
        tell("if ne", lambda: 1 if a != x else 2)
        tell("while", lambda: [i for i in range(2) if not a == x])
        tell("reflected", lambda: less(x, a))
    for by in (1, 0):
        tell("isub", lambda: minus(Number(8), by))
        tell("mul", lambda: a * by)
    tell("set", lambda: store(a, "k", [a + b]))
    tell("missing", lambda: a["other"])
    tell("deep", lambda: Deep(4) + Deep(4))
    for f in (lambda: Odd() + 1, lambda: Odd() - 1, lambda: Odd() * 2, lambda: Odd() / 2):
        tell("odd", f)
    print([Number(i) + Number(i * i) for i in range(6)], sum([Number(2), Number(5)], Number(0)))
    print(sorted([3, 1, 2], key=lambda n: (Number(n) + 1).n), Number(2) in [Number(1), Number(2)])


if __name__ == "__main__":
    main()
