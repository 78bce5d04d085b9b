# Sets: creation, membership, add, discard, remove, pop, comparison.

VOWELS = {"a", "e", "i", "o", "u"}


def main():
    s = set()
    print(s, len(s), bool(s))
    for ch in "mississippi":
        s.add(ch)
    print(sorted(s), len(s), "m" in s, "z" in s, "z" not in s)
    s.discard("m")
    s.discard("not there")
    s.remove("p")
    print(sorted(s))
    try:
        s.remove("p")
    except KeyError as e:
        print(type(e).__name__, e)
    t = {3}
    print(t, t.pop(), t)
    try:
        t.pop()
    except KeyError as e:
        print(type(e).__name__, e)
    print(sorted(set([3, 1, 3, 2])), sorted(set("hello")), len({1, 1.0, True}), sorted({*"ab", "c"}))
    print({1, 2} == {2, 1}, {1} != {2}, {1} == [1], sorted(VOWELS - {"a"}))
    s.update("xyz", [1 > 2 and "q" or "w"])
    print(sorted(s))
    c = s.copy()
    s.clear()
    print(s, len(c), c == s)
    print(sum({1, 2, 3}), max({4, 9, 2}), sorted(x * x for x in {1, 2, 3}))
    try:
        {[1]}
    except TypeError as e:
        print(type(e).__name__)
    try:
        s[0]
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
