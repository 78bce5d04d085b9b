# Reading slices, slice assignment and deletion, with steps.


def main():
    a = list(range(10))
    print(a[2:5], a[:3], a[7:], a[::3], a[::-2], a[-3:-1], a[5:2], a[20:])
    a[2:5] = ["x"]
    print(a)
    a[1:1] = [100, 200]
    print(a)
    a[-2:] = []
    print(a)
    a[:0] = "ab"
    print(a)
    a[::2] = [0] * len(a[::2])
    print(a)
    del a[1:3]
    print(a)
    del a[::2]
    print(a)
    a[:] = [1, 2, 3]
    print(a)
    a[1:] = (x * 10 for x in range(3))
    print(a)
    a[1:2] = a
    print(a)
    b = a
    c = a[:]
    a[:] = []
    print(a, b, len(c))
    n = list(range(6))
    n[::-1] = n
    print(n)
    try:
        n[::2] = [1, 2]
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        n[1:2] = 5
    except TypeError as e:
        print(type(e).__name__)
    try:
        n[::0]
    except ValueError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
