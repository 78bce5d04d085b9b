# yield in loops, next, exhaustion, several generators at once.


def count_to(n):
    i = 1
    while i <= n:
        yield i
        i += 1


def squares(limit):
    for i in range(limit):
        yield i * i


def three():
    yield "one"
    yield "two"
    yield "three"


def never():
    return
    yield


def naturals():
    n = 0
    while True:
        yield n
        n += 1


def main():
    for x in count_to(3):
        print(x)
    print(list(squares(5)), sum(squares(5)), list(three()), list(never()))
    g = three()
    print(next(g), next(g), next(g), next(g, "end"))
    try:
        next(g)
    except StopIteration as e:
        print(type(e).__name__, e.value)
    a, b = count_to(3), count_to(3)
    print(next(a), next(a), next(b), next(a), next(b))
    for n in naturals():
        if n > 3:
            break
        print(n, end=" ")
    print()
    first, second, *rest = count_to(5)
    print(first, second, rest, 4 in count_to(5), max(squares(4)), dict(zip(three(), naturals())))
    g = count_to(4)
    for x in g:
        if x == 2:
            break
    print(list(g), iter(g) is g, list(g))


if __name__ == "__main__":
    main()
