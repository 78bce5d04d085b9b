# Errors of bytes and bytearray.


def main():
    b = b"abc"
    a = bytearray(b"abc")
    try:
        b[5]
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        b[0] = 1
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a[9]
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        a[9] = 1
    except IndexError as e:
        print(type(e).__name__, e)
    for value in (256, -1):
        try:
            a[0] = value
        except ValueError as e:
            print(type(e).__name__, e)
        try:
            a.append(value)
        except ValueError as e:
            print(type(e).__name__, e)
        try:
            bytes([value])
        except ValueError as e:
            print(type(e).__name__, e)
    try:
        a[0] = "x"
    except TypeError as e:
        print(type(e).__name__)
    try:
        bytes("abc")
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        bytes(-1)
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        b + "x"
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a.remove(200)
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        bytearray().pop()
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        {bytearray(b"k"): 1}
    except TypeError as e:
        print(type(e).__name__)
    print(a)


if __name__ == "__main__":
    main()
