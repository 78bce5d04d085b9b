# Star targets and star displays.

RECORD = ("ada", 36, "london", "math", "engines")


def head_tail(items):
    head, *tail = items
    return head, tail


def main():
    name, age, *rest = RECORD
    print(name, age, rest)
    first, *middle, last = RECORD
    print(first, middle, last)
    *init, end = "abc"
    print(init, end)
    a, *b = [1]
    print(a, b)
    [p, *q] = range(4)
    print(p, q)
    (a, *b), c = [1, 2, 3], 4
    print(a, b, c)
    print(head_tail((1, 2, 3)), head_tail("x"))
    x = (1, 2)
    y = [3, 4]
    print((*x, *y), [*x, *y, 5], {*x, *y} == {1, 2, 3, 4}, [*"ab", *range(2)], (*x,))
    for k, *v in [(1, 2, 3), (4,), "xyz"]:
        print(k, v)
    i = 0
    i, items = 2, [0, 0, 0]
    i, items[i] = 1, 9
    print(i, items)
    try:
        [*5]
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
