# Float arithmetic and shortest text of the results.

GRAVITY = 9.81


def fall(t):
    return 0.5 * GRAVITY * t * t


def main():
    print(1.5 + 2.25, 1.5 - 2.25, 1.5 * 2.25, 1.5 / 0.25)
    print(0.1 + 0.2, 0.1 * 3, 1 / 3, 2 / 3, 10 / 4)
    print(1 + 0.5, 2 * 0.5, 3 - 0.5, True + 0.5)
    print(-1.5, +1.5, -(-1.5), -0.0, 0.0 - 0.0)
    print([fall(t) for t in range(5)])
    x = 1.0
    x += 0.1
    x *= 2
    x -= 0.5
    x /= 4
    print(x)
    total = 0.0
    for _ in range(10):
        total += 0.1
    print(total, total == 1.0)
    print(1e308 * 10, -1e308 * 10, 1e-320, 5e-324 / 2)
    try:
        print(1.0 / 0)
    except ZeroDivisionError as e:
        print(type(e).__name__)
    try:
        print(1.5 + "a")
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(1.5 + None)
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
