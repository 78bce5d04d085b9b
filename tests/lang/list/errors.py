# Errors of list operations.


def main():
    a = [1, 2, 3]
    try:
        print(a[3])
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        print(a[-4])
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        a[10] = 1
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        del a[10]
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        [].pop()
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        a.pop(7)
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        a["x"]
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a[1.0] = 2
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a + (1,)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a * "x"
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a < (1,)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        list(5)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a.extend(None)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a.push(1)
    except AttributeError as e:
        print(type(e).__name__, e)
    print(a)


if __name__ == "__main__":
    main()
