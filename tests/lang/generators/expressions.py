# Generator expressions: laziness, scope, nesting, as arguments.


def noisy(n, log):
    for i in range(n):
        log.append(i)
        yield i


def main():
    g = (x * x for x in range(5))
    print(next(g), next(g), list(g), list(g))
    print(sum(x for x in range(10) if x % 2), max(len(w) for w in ["a", "bbb", "cc"]), sorted(-x for x in range(3)))
    print(any(x > 3 for x in range(10)), all(x > 3 for x in range(10)), tuple(c.upper() for c in "abc"))
    log = []
    lazy = (x for x in noisy(5, log) if x % 2 == 0)
    print(log, next(lazy), log, next(lazy), log)
    print(any(x == 1 for x in noisy(9, log)), log)
    print(list((i, j) for i in range(3) for j in range(i)))
    print(list(list(x * y for x in range(3)) for y in range(2)))
    n = 10
    late = (n + i for i in range(2))
    n = 100
    print(list(late))
    print(dict((k, len(k)) for k in ("a", "bb")), ",".join(str(i) for i in range(4)), set(x % 3 for x in range(9)) == {0, 1, 2})
    bad = (1 // x for x in (1, 0))
    print(next(bad))
    try:
        next(bad)
    except ZeroDivisionError as e:
        print(type(e).__name__)
    print(list(bad))


if __name__ == "__main__":
    main()
