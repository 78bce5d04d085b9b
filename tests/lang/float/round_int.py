# round, int, abs, is_integer: half to even, digits, negative digits.

HALVES = [0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5, 0.49999999999999994]


def main():
    print([round(x) for x in HALVES])
    print(round(2.675, 2), round(1.005, 2), round(0.125, 2), round(0.375, 2), round(-1.25, 1))
    print(round(1234.5678, 0), round(1234.5678, -2), round(1234.5678, 3), round(1e20, 2))
    print(round(15, -1), round(25, -1), round(-15, -1), round(1234, 2), round(7))
    print(type(round(2.0)), type(round(2.0, 0)), round(1e20))
    print(int(2.9), int(-2.9), int(1e15), abs(-2.5), abs(-0.0), abs(3.0))
    print((2.0).is_integer(), (2.5).is_integer(), (-0.0).is_integer())
    for text in ("inf", "nan"):
        try:
            print(int(float(text)))
        except (OverflowError, ValueError) as e:
            print(type(e).__name__, e)
    try:
        round(float("inf"))
    except OverflowError as e:
        print(type(e).__name__)
    try:
        round("a")
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
