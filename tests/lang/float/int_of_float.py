# int() of floats around every boundary: zero, one, the small ints, what has no whole part.


def tell(x):
    try:
        print(x, int(x), int(-x), type(int(x)).__name__)
    except Exception as e:
        print(x, type(e).__name__, e)


def main():
    for x in (0.0, -0.0, 5e-324, 0.5, 0.999999999999, 1.0, 1.5, 1.9999999999999998, 2.0, 3.75, 255.99, 2.0**21 + 0.5):
        tell(x)
    for e in range(20, 70, 3):
        for d in (-1.5, -0.5, 0.0, 0.5, 1.0):
            tell(2.0**e + d)
    for x in (2.0**29 - 0.25, 2.0**30 - 0.25, 2.0**30, 2.0**30 + 1, 2.0**31 - 0.5, 2.0**32, 1e300):
        tell(x)
    for x in (float("inf"), float("nan"), "x", None, [], 7, True, (1 << 30) - 1, 1 << 30, -(1 << 31)):
        try:
            print(int(x))
        except Exception as e:
            print(type(e).__name__, e)
    print(int("12"), int("ff", 16), int(), int(b"7"))


if __name__ == "__main__":
    main()
