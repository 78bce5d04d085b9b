# center, ljust, rjust, zfill, expandtabs.

ROWS = [("temp", 21.5), ("pressure", 1013), ("rh", 40)]


def main():
    print("[" + "ab".ljust(5) + "]", "[" + "ab".rjust(5) + "]", "[" + "ab".center(5) + "]", "[" + "abc".center(6) + "]")
    print("ab".ljust(5, "."), "ab".rjust(5, "."), "ab".center(7, "*"), "abc".center(8, "*"))
    print("long".ljust(2), "long".rjust(2), "long".center(2), "x".center(0))
    print("7".zfill(3), "-7".zfill(4), "+7".zfill(4), "abc".zfill(5), "1234".zfill(2), "".zfill(2))
    for name, value in ROWS:
        print(name.ljust(10) + str(value).rjust(8))
    print("a\tb\tc".expandtabs(4), "ab\tc".expandtabs(), "\tx".expandtabs(2), "a\tb".expandtabs(0))
    try:
        "a".center(5, "ab")
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        "a".ljust("5")
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
