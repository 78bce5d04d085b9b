# for over every kind of iterable; break, continue, else; loop variables.


def first_even(items):
    for x in items:
        if x % 2 == 0:
            found = x
            break
    else:
        found = None
    return found


def skip(text):
    out = ""
    for c in text:
        if c in "aeiou":
            continue
        out += c
    return out


def main():
    for source in ([1, 2], (3, 4), "ab", b"AB", range(2), {"k": 1}, {7}, iter([9]), reversed([1, 2]), map(str, [5]), zip("x", "y"), enumerate("z")):
        for item in source:
            print(item, end=" ")
    print()
    print(first_even([1, 3, 4, 5]), first_even([1, 3]), first_even([]), skip("interrupts"))
    for i in range(3):
        pass
    print(i)
    for i in []:
        pass
    print(i)
    for a, b in {"x": 1, "y": 2}.items():
        print(a, b)
    for i, (a, *b) in enumerate(["abc", (1, 2)]):
        print(i, a, b)
    box = [0, 0]
    for box[1] in range(3):
        print(box)
    d = {}
    for d["key"] in "pq":
        pass
    print(d)
    for x in range(3):
        for y in range(3):
            if y == 2:
                break
            if x == 1:
                continue
            print(x, y)
        else:
            print("no break")
    try:
        for x in None:
            pass
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
