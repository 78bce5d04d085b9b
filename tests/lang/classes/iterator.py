# The iterator protocol: __iter__, __next__, StopIteration, iterating twice.


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


class Evens:
    def __init__(self, limit):
        self.limit = limit

    def __iter__(self):
        return Countdown(self.limit // 2)


class NotIterator:
    def __iter__(self):
        return 5


def main():
    for x in Countdown(3):
        print(x)
    c = Countdown(4)
    print(next(c), next(c), list(c), list(c))
    e = Evens(6)
    print(list(e), list(e), 2 in e, max(e), sum(e), sorted(e))
    print([a * b for a in e for b in e], dict(zip("ab", e)), tuple(enumerate(e)))
    print(next(Countdown(0), "default"))
    try:
        next(Countdown(0))
    except StopIteration as err:
        print(type(err).__name__, err.args)
    try:
        for x in NotIterator():
            pass
    except TypeError as err:
        print(type(err).__name__, err)
    try:
        next([1])
    except TypeError as err:
        print(type(err).__name__, err)
    a, *rest = Countdown(3)
    print(a, rest, [*Countdown(2), *Countdown(1)])


if __name__ == "__main__":
    main()
