# enumerate, zip, map, filter, reversed, iter, next.


def main():
    print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(enumerate([])))
    print(list(zip("abc", [1, 2])), list(zip()), list(zip("a")), list(zip([1, 2], (3, 4), "xy")), list(zip(*[(1, 2), (3, 4)])))
    print(list(map(str, [1, 2])), list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])), list(map(int, "123")))
    print(list(filter(None, [0, 1, "", "a"])), list(filter(str.isdigit, "a1b2")), list(filter(lambda x: x > 1, range(4))))
    print(list(reversed([1, 2])), list(reversed("ab")), list(reversed((1,))), list(reversed(range(3))))
    it = iter([1, 2])
    print(next(it), next(it), next(it, "done"), next(it, None))
    print([*iter("ab")])
    z = zip("ab", range(2))
    print(next(z), list(z), list(z))
    m = map(abs, [-1, -2])
    print(iter(m) is m, next(m), list(m))
    lazy = map(lambda x: 1 // x, [1, 0])
    print(next(lazy))
    try:
        next(lazy)
    except ZeroDivisionError as e:
        print(type(e).__name__)
    for f in (lambda: next(iter([])), lambda: iter(5), lambda: list(map(int, ["x"])), lambda: reversed({1}), lambda: enumerate(5)):
        try:
            f()
        except (StopIteration, TypeError, ValueError) as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    main()
