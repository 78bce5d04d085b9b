# match on literals, or-patterns, guards, wildcard, capture.

RED = 1


class Color:
    RED = "r"
    BLUE = "b"


def describe(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case "yes" | "y":
            return "affirmative"
        case None:
            return "none"
        case True:
            return "never: 1 matched first"
        case 2.5:
            return "float"
        case b"raw":
            return "bytes"
        case Color.BLUE:
            return "blue constant"
        case int() if x > 100:
            return "big"
        case n if n == 50:
            return "guarded " + str(n)
        case _:
            return "other"


def last(x):
    match x:
        case 5:
            result = "five"
        case other:
            result = ("captured", other)
    return result


def nothing(x):
    match x:
        case "a":
            return 1
    return "fell through"


def main():
    for x in (0, 1, 3, -1, "y", "n", None, True, False, 2.5, b"raw", "b", 500, 50, 51, 1.0, [], ()):
        print(repr(x), describe(x))
    print(last(5), last("z"), nothing("a"), nothing("b"))
    match = {"match": 1}
    case = match["match"]
    print(match, case)


if __name__ == "__main__":
    main()
