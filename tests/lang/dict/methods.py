# get, setdefault, pop, popitem, update, clear, copy, fromkeys, the | operators.


def main():
    d = {"a": 1, "b": 2}
    print(d.setdefault("a", 9), d.setdefault("c", 3), d.setdefault("n"), d)
    print(d.pop("a"), d.pop("zz", "default"), d.pop("n"), d)
    print(d.popitem(), d.popitem(), d)
    d.update({"x": 1, "y": 2})
    d.update(y=20, z=30)
    d.update([("w", 0)])
    d.update()
    print(d)
    c = d.copy()
    d.clear()
    print(c, d)
    print(dict.fromkeys("ab", 0), dict.fromkeys([1, 2]))
    print({"a": 1, "b": 2} | {"b": 3, "c": 4})
    c |= {"x": 100}
    c |= [("v", 5)]
    print(c)
    print({**c, "x": 0}, {"first": 1, **{"k": 2}})
    print(list(reversed({"p": 1, "q": 2})))
    groups = {}
    for word in ["apple", "avocado", "bean", "beet", "corn"]:
        groups.setdefault(word[0], []).append(word)
    print(groups)


if __name__ == "__main__":
    main()
