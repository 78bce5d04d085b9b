# Two names for one list; shallow copies; mutation while iterating.


def add_mark(items):
    items.append("mark")
    items = ["new"]
    return items


def main():
    a = b = []
    a.append(1)
    b.append(2)
    print(a, b, a is b)
    c = a + []
    c.append(3)
    print(a, c, a is c)
    print(add_mark(a), a)
    rows = [[0] * 2] * 3
    rows[0][0] = 9
    print(rows)
    rows = [[0] * 2 for _ in range(3)]
    rows[0][0] = 9
    print(rows)
    outer = [[1], [2]]
    shallow = outer[:]
    shallow[0].append("shared")
    shallow[1] = "own"
    print(outer, shallow)
    a = [1, 2]
    b = a
    a += [3]
    print(b)
    a = a + [4]
    print(a, b)
    numbers = [1, 2, 3, 4, 5, 6]
    for n in numbers:
        if n % 2 == 0:
            numbers.remove(n)
    print(numbers)
    grow = [1]
    for n in grow:
        if n < 40:
            grow.append(n * 3)
    print(grow)
    loop = [1]
    loop.append(loop)
    print(loop, len(loop), loop[1][1][0])


if __name__ == "__main__":
    main()
