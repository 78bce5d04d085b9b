# keys, values and items views: live, set-like, printable.


def main():
    d = {"a": 1, "b": 2, "c": 3}
    keys, values, items = d.keys(), d.values(), d.items()
    print(keys, values, items)
    print(len(keys), "a" in keys, 2 in values, ("c", 3) in items, ("c", 4) in items)
    d["d"] = 4
    del d["a"]
    print(list(keys), list(values), list(items))
    other = {"b": 0, "d": 4, "e": 5}
    print(sorted(keys & other.keys()), sorted(keys | other.keys()), sorted(keys - other.keys()), sorted(keys ^ other.keys()))
    print(sorted(items & other.items()), keys == {"b", "c", "d"}, keys == {"x"})
    print(max(values), sum(values), sorted(values, reverse=True), list(reversed(keys)))
    print([k for k, v in items if v > 2], {v: k for k, v in items})
    print(list(zip(keys, values)) == list(items), dict(zip("xy", values)))
    for v in list(d.values()):
        if v == 3:
            d["late"] = v
    print(d)
    it = iter(d)
    print(next(it), next(it), list(it))


if __name__ == "__main__":
    main()
