# Class patterns: keyword and positional fields, __match_args__, builtin types, nesting.


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Circle:
    def __init__(self, center, r):
        self.center, self.r = center, r


class Dot(Point):
    pass


def show(shape):
    match shape:
        case Point(0, 0):
            return "origin"
        case Dot(x=x):
            return f"dot at {x}"
        case Point(x, 0) | Point(0, x):
            return f"on axis {x}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return f"point {shape.x},{shape.y}"
        case Circle(center=Point(x=cx), r=float(r)):
            return f"circle cx={cx} r={r}"
        case Circle(r=r):
            return f"circle r={r}"
        case bool():
            return "bool"
        case int(n):
            return f"int {n}"
        case str(s) | bytes(s):
            return f"text {s!r}"
        case [Point(a, b), *_]:
            return f"list starting at {a},{b}"
        case {"at": Point(x, y)}:
            return f"mapping {x} {y}"
        case dict() | list() | tuple():
            return "container"
    return "nothing"


def main():
    for s in (Point(0, 0), Dot(5, 5), Point(3, 0), Point(0, 9), Point(2, 2), Point(1, 2), Circle(Point(1, 1), 2.0), Circle(None, 3), True, 7, "s", b"b", [Point(8, 9), 1], {"at": Point(4, 5)}, {}, (), 1.5):
        print(show(s))
    class NoArgs:
        pass
    try:
        match NoArgs():
            case NoArgs(1):
                pass
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
