# Errors of string operators: index, concatenation, immutability.


def main():
    s = "abc"
    for i in (3, -4, 100):
        try:
            print(s[i])
        except IndexError as e:
            print(type(e).__name__, e)
    try:
        s[0] = "x"
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        del s[0]
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(s + 1)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(1 + s)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(s * "a")
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(s < 1)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(1 in s)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(s["a"])
    except TypeError as e:
        print(type(e).__name__)
    try:
        s.missing
    except AttributeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
