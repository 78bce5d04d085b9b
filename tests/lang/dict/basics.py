# Creating, reading, storing, deleting, iterating; insertion order.

AGES = {"ann": 31, "bob": 27, "cid": 45}


def main():
    print(AGES, len(AGES), AGES["bob"])
    d = {}
    d["x"] = 1
    d["y"] = 2
    d["x"] = 10
    print(d, "x" in d, "z" in d, "z" not in d)
    del d["x"]
    d["x"] = 3
    print(d)
    for key in AGES:
        print(key, AGES[key])
    for key, value in AGES.items():
        print(key, value)
    print(list(AGES.keys()), list(AGES.values()), list(AGES.items()), list(AGES))
    print({1: "int", 2.5: "float", "s": "str", (1, 2): "tuple", None: "none", True: "bool"})
    print(d.get("x"), d.get("q"), d.get("q", 0))
    d["y"] += 5
    d["n"] = {"deep": [1]}
    d["n"]["deep"].append(2)
    print(d)
    print({} == {}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 2}, {"a": 1} == {"a": 1.0})
    print(dict(), dict(a=1, b=2), dict([("k", "v"), (1, 2)]), dict({"c": 3}), dict([("a", 0)], a=5))
    print(bool({}), bool({0: 0}), min(AGES), sorted(AGES, key=lambda k: AGES[k]))


if __name__ == "__main__":
    main()
