# Messages of wrong calls.


def two(a, b):
    return a, b


def opt(a, b=1):
    return a, b


def none():
    return 0


class Box:
    def __init__(self, size):
        self.size = size

    def grow(self, by):
        self.size += by


def main():
    try:
        two(1)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        two()
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        two(1, 2, 3)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        two(1, a=2)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        two(1, 2, zzz=3)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        opt(1, 2, 3)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        none(1)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        Box()
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        Box(1).grow()
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        Box(1).grow(1, 2)
    except TypeError as e:
        print(type(e).__name__, e)
    for thing in (5, "s", None, [1]):
        try:
            thing()
        except TypeError as e:
            print(type(e).__name__, e)
    try:
        two(*[1], **{"b": 2, "a": 3})
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
