# slice objects: attributes, indices, use in __getitem__ and as stored constants.

ODD = slice(1, None, 2)
LAST3 = slice(-3, None)


class Probe:
    def __getitem__(self, key):
        return key


class Window:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, key):
        if isinstance(key, slice):
            return Window(self.items[key])
        return self.items[key]

    def __repr__(self):
        return "Window(" + repr(self.items) + ")"


def main():
    print("abcdef"[ODD], [1, 2, 3, 4][LAST3], (1, 2, 3, 4)[ODD])
    print(ODD, slice(3), slice(1, 2), ODD.start, ODD.stop, ODD.step)
    print(slice(None, None, -1).indices(5), slice(-3, None).indices(2), slice(1, 100, 3).indices(10))
    p = Probe()
    print(p[1], p[1:2], p[::3], p[1, 2], p[1:2, 3], p[:], p["k"])
    w = Window(list(range(6)))
    print(w[2], w[1:3], w[::-2], w[LAST3])
    print(slice(1, 2) == slice(1, 2), slice(1) == slice(2))
    items = list(range(8))
    items[ODD] = "abcd"
    print(items)
    del items[LAST3]
    print(items)


if __name__ == "__main__":
    main()
