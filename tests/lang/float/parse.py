# float() of strings and numbers, with the errors.

GOOD = ["1", "1.5", "-2.5", "+.5", "5.", "1e3", "1E-3", " 7.25 ", "1_000.5", "inf", "-Infinity", "nan", "1e400", "1e-400"]
BAD = ["", "abc", "1.2.3", "e5", "1e", ".", "--1", "1 2", "0x10"]


def main():
    for text in GOOD:
        print(repr(text), float(text))
    for text in BAD:
        try:
            print(float(text))
        except ValueError as e:
            print(type(e).__name__, e)
    print(float(), float(3), float(True), float(10**20), float(-7))
    print(float("0.1") == 0.1, float("1e22") == 1e22, float("123456789.123456789"))
    print(float("2.2250738585072012e-308"), float("9007199254740993"))
    try:
        float(None)
    except TypeError as e:
        print(type(e).__name__)
    try:
        float(10**400)
    except OverflowError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
