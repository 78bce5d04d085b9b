# Shortest representation that reads back as the same value.

SAMPLES = [
    0.0, 1.0, -1.0, 0.5, 100.0, 0.1, 0.3, 1 / 3, 2.5e-5, 0.0001, 0.00001, 123456789.0,
    1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23, 1.7976931348623157e308, 5e-324,
    2.2250738585072014e-308, 3.141592653589793, 2.718281828459045, 1e100, 9007199254740993.0,
]


def main():
    for x in SAMPLES:
        print(x, repr(x), str(-x), float(repr(x)) == x)
    print(float("inf"), float("-inf"), float("nan"))
    print([1.0, 2.5], (0.1,), {"k": 1e-7})
    print(4.35, 4.349999999999999, 0.1 + 0.7)
    print(1e5, 1e-4, 1e-5, 1.5e16, 12e15)


if __name__ == "__main__":
    main()
