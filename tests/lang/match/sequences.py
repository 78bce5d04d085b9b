# Sequence patterns: fixed length, star, nesting, as.


def walk(x):
    match x:
        case []:
            return "empty"
        case [one]:
            return f"one {one}"
        case [1, y]:
            return f"one then {y}"
        case (x, y) if x == y:
            return f"equal pair {x}"
        case [x, y]:
            return f"pair {x} {y}"
        case ["cmd", *args] if len(args) > 2:
            return f"cmd {args}"
        case [first, *_, last] if last == 99:
            return f"ends {first} {last}"
        case [[a, b], *rest]:
            return f"nested {a} {b} {rest}"
        case [(1 | 2) as head, *tail]:
            return f"head {head} tail {tail}"
        case str():
            return "a string is no sequence here"
        case _:
            return "no match"


def main():
    for x in ([], [5], (1, 2), [3, 3], (3, 4), ["cmd", 1, 2, 3], ["cmd", 1, 99], [[1, 2], 3, 4], [2, 5, 6], (7, 8, 9), "ab", b"ab", {1: 2}, None, range(2), {1, 2}):
        print(repr(x), "->", walk(x))
    match 1, 2, 3:
        case a, *b:
            print(a, b)
    match [1, [2, [3, "deep"]]]:
        case [_, [_, [_, found]]]:
            print(found)


if __name__ == "__main__":
    main()
