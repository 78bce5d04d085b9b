# Runaway recursion that passes through builtins: getattr hooks, repr, comparison, keys.


class Chase:
    def __getattr__(self, name):
        return getattr(self, name + "x")


class Mirror:
    def __repr__(self):
        return repr(self)


class Same:
    def __eq__(self, other):
        return other == self


class Endless:
    def __iter__(self):
        return iter(list(self))


def by_key(x):
    return sorted([x, x], key=by_key)


def main():
    actions = [
        ("getattr", lambda: Chase().start),
        ("repr", lambda: repr(Mirror())),
        ("eq", lambda: Same() == Same()),
        ("iter", lambda: list(Endless())),
        ("sorted key", lambda: by_key(1)),
    ]
    for name, action in actions:
        try:
            action()
            print(name, "returned")
        except RecursionError as e:
            print(name, type(e).__name__)
    print(repr(Chase().__class__.__name__), sorted([2, 1], key=lambda x: x))


if __name__ == "__main__":
    main()
