# Comprehension variables, closures, class bodies, and the walrus operator.

FACTOR = 3


class Table:
    size = 3
    rows = [i for i in range(size)]
    doubled = [x * 2 for x in rows]


def closures():
    return [lambda: i for i in range(3)], [lambda i=i: i for i in range(3)]


def walrus(items):
    kept = [y for x in items if (y := x * 2) > 4]
    return kept, y


def running(items):
    total = 0
    return [total := total + x for x in items], total


def outer_names(n):
    k = n
    return [[x * k * FACTOR for x in range(k)] for k in range(n)], k


def main():
    print(Table.rows, Table.doubled)
    late, early = closures()
    print([f() for f in late], [f() for f in early])
    print(walrus([1, 2, 3, 4]), running([1, 2, 3]), outer_names(3))
    if (n := len("abcd")) > 3:
        print(n)
    while (n := n - 1) > 1:
        print(n)
    print((m := 5) + m, [m := m + 1, m], m)
    data = [1, 2, 3]
    print([data.append(x) for x in range(2)], data)
    print({(z := x): z for x in range(2)}, z, any((hit := x) > 1 for x in data), hit)


if __name__ == "__main__":
    main()
