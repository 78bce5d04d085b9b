# Floor division, modulo, divmod and true division, with all sign combinations.

PAIRS = [(7, 2), (-7, 2), (7, -2), (-7, -2), (6, 3), (-6, 3), (0, 5), (1, 100), (-1, 100)]


def main():
    for a, b in PAIRS:
        print(a, b, a // b, a % b, divmod(a, b))
        assert (a // b) * b + a % b == a
    print(7 / 2, -7 / 2, 6 / 3, 0 / 5, 1 / 3)
    x = 100
    x //= 7
    print(x)
    x %= 5
    print(x)
    x /= 2
    print(x)
    print(10**18 // 7, 10**18 % 7, -(10**18) // 7, -(10**18) % 7)
    for name in ("/", "//", "%"):
        try:
            if name == "/":
                print(1 / 0)
            elif name == "//":
                print(1 // 0)
            else:
                print(1 % 0)
        except ZeroDivisionError as e:
            print(name, type(e).__name__)
    try:
        divmod(3, 0)
    except ZeroDivisionError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
