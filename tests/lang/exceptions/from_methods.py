# Exceptions raised inside special methods, iterators, keys and comparisons come through unchanged.


class Bomb:
    def __init__(self, where):
        self.where = where

    def boom(self, where):
        if where == self.where:
            raise ValueError("boom in " + where)

    def __eq__(self, other):
        self.boom("eq")
        return False

    def __hash__(self):
        self.boom("hash")
        return 5

    def __lt__(self, other):
        self.boom("lt")
        return False

    def __len__(self):
        self.boom("len")
        return 1

    def __iter__(self):
        self.boom("iter")
        return iter([1])

    def __str__(self):
        self.boom("str")
        return "bomb"

    def __bool__(self):
        self.boom("bool")
        return True

    def __add__(self, other):
        self.boom("add")
        return 0


def bad_key(x):
    raise KeyError(x)


def main():
    actions = [
        ("eq", lambda b: [1] == [b]), ("eq", lambda b: b in [1, 2]), ("hash", lambda b: {b}), ("hash", lambda b: {b: 1}),
        ("lt", lambda b: sorted([b, Bomb("lt")])), ("lt", lambda b: min(b, Bomb("lt"))), ("len", lambda b: len(b)),
        ("iter", lambda b: list(b)), ("iter", lambda b: [*b]), ("str", lambda b: "%s" % b), ("str", lambda b: f"{b}"),
        ("bool", lambda b: 1 if b else 2), ("bool", lambda b: not b), ("add", lambda b: sum([b, b], b)),
    ]
    for where, action in actions:
        try:
            action(Bomb(where))
            print(where, "no error")
        except ValueError as e:
            print(where, e)
    try:
        sorted([3, 1], key=bad_key)
    except KeyError as e:
        print(type(e).__name__, e)
    try:
        list(map(bad_key, [7]))
    except KeyError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
