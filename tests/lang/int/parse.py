# int() of strings, with and without a base, and of floats and bools.

GOOD = ["0", "7", "-12", "+5", "  42  ", "1_000", "000", "123456789012345678901234567890"]
BAD = ["", " ", "abc", "1.5", "--1", "1__0", "_1", "0x10", "9a"]


def main():
    for text in GOOD:
        print(repr(text), int(text))
    for text in BAD:
        try:
            print(int(text))
        except ValueError as e:
            print(type(e).__name__, e)
    print(int("ff", 16), int("FF", 16), int("0xff", 16), int("-0x1F", 16))
    print(int("101", 2), int("0b101", 2), int("0b101", 0), int("0o17", 0), int("17", 0))
    print(int("zz", 36), int("777", 8))
    try:
        int("12", 2)
    except ValueError as e:
        print(type(e).__name__, e)
    print(int(), int(3.99), int(-3.99), int(True), int(1e20))
    print(int(b"25"), int("٣"))
    try:
        int(None)
    except TypeError as e:
        print(type(e).__name__)
    try:
        int([1])
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
