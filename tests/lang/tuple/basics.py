# Tuples: literals, indexing, slicing, comparison, packing and unpacking.

ORIGIN = (0, 0)
SINGLE = ("one",)


def min_max(items):
    return min(items), max(items)


def main():
    print(ORIGIN, SINGLE, (), (1, "a", 2.5), len(ORIGIN), len(()))
    t = 1, 2, 3, 4
    print(t, t[0], t[-1], t[1:3], t[::-1], t[:0], t + (5,), t * 2, ORIGIN * 0)
    a, b = ORIGIN
    low, high = min_max([4, 1, 9])
    print(a, b, low, high)
    a, b = 1, 2
    a, b = b, a
    print(a, b)
    (x, y), z = (1, 2), 3
    print(x, y, z)
    print(t.index(3), t.count(2), 2 in t, 9 in t, tuple([1, 2]), tuple("ab"), tuple(), tuple(range(3)))
    print((1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), (2,) > (1, 9), (1, 2) == [1, 2], (1, "a") != (1, "b"))
    d = {(0, 1): "edge", (): "empty"}
    print(d[0, 1], d[()], (0, 1) in d)
    nested = (1, [2, 3])
    nested[1].append(4)
    print(nested, bool(()), bool((0,)))
    for i, (p, q) in enumerate([(1, 2), (3, 4)]):
        print(i, p, q)
    print(sum(t), max(t), sorted((3, 1, 2)), list(reversed(t)), ((1, 2), (3,)))


if __name__ == "__main__":
    main()
