# Errors of tuples and of unpacking.


def main():
    t = (1, 2, 3)
    try:
        t[0] = 9
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        del t[0]
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        t[3]
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        t + [4]
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a, b, c, d = t
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        a, b = t
    except ValueError as e:
        print(type(e).__name__)
    try:
        a, b = 5
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        a, *b, c, d, e = t
    except ValueError as err:
        print(type(err).__name__, err)
    try:
        t.index(9)
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        t.append(4)
    except AttributeError as e:
        print(type(e).__name__, e)
    try:
        {([],): 1}
    except TypeError as e:
        print(type(e).__name__)
    mixed = ([1],)
    try:
        mixed[0] += [2]
    except TypeError as e:
        print(type(e).__name__, mixed)


if __name__ == "__main__":
    main()
