# Missing keys, unhashable keys, size changes while iterating.


def main():
    d = {"a": 1}
    for key in ("b", 5, None, (1, 2)):
        try:
            d[key]
        except KeyError as e:
            print(type(e).__name__, e, e.args)
    try:
        del d["nope"]
    except KeyError as e:
        print(type(e).__name__, e)
    try:
        d.pop("nope")
    except KeyError as e:
        print(type(e).__name__, e)
    try:
        {}.popitem()
    except KeyError as e:
        print(type(e).__name__, e)
    for bad in ([], {}, {1}):
        try:
            d[bad] = 1
        except TypeError as e:
            print(type(e).__name__)
        try:
            bad in d
        except TypeError as e:
            print(type(e).__name__)
    try:
        for key in d:
            d[key + "x"] = 1
    except RuntimeError as e:
        print(type(e).__name__, e)
    try:
        dict([1, 2])
    except TypeError as e:
        print(type(e).__name__)
    try:
        dict([(1, 2, 3)])
    except ValueError as e:
        print(type(e).__name__)
    try:
        d + {}
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        d < {}
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
