# range as a sequence: length, indexing, slicing, membership, equality, errors.


def main():
    r = range(2, 20, 3)
    print(r, range(5), range(1, 4), len(r), r[0], r[-1], r[2], r[1:4], r[::-1], r[::2])
    print(5 in r, 6 in r, 20 in r, "a" in r, 5.0 in r, r.index(8), r.count(8), r.count(9))
    print(r.start, r.stop, r.step, list(reversed(r)))
    print(range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], range(3) != range(4))
    print(bool(range(0)), bool(range(1)), len(range(10, 0, -1)), len(range(0, -1)))
    it = iter(range(3))
    print(next(it), list(it), list(it))
    a, *b = range(4)
    print(a, b)
    try:
        range(1, 2, 0)
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        r[50]
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        range(1.5)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        r[0] = 1
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        range()
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
