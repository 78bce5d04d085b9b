# Keys that are made anew: their texts are compared, also with keys that only claim to be equal to a str.


class Name:
    def __init__(self, text):
        self.text = text

    def __hash__(self):
        return hash(self.text)

    def __eq__(self, other):
        return self.text == other


class Text(str):
    pass


class Default(dict):
    def __missing__(self, key):
        return "no " + key


def join(*parts):
    return "".join(parts)


def main():
    d = {}
    for i in range(40):
        key = join("key", str(i % 10))
        d[key] = d.get(key, 0) + i
    print(d)
    print(d[join("k", "ey3")], d.get(join("ke", "y4")), d.get(join("key", "x")), d.get(join("key", "y"), 7))
    del d["key3"]
    print(d.get(join("key", "3")), join("key", "3") in d, len(d))
    d[join("key", "3")] = "again"
    print(list(d)[-1], d["key3"])
    small = {"a": 1, "b": 2, "c": 3}
    del small["b"]
    print(small.get(join("", "b")), small.get(join("a", "")), small)
    small[join("b", "")] = 4
    print(small)
    # A key that is no str may be equal to one.
    d = {Name("left"): 1}
    print(d.get(join("le", "ft")), d[join("lef", "t")])
    d[join("l", "eft")] = 2
    print(len(d), d["left"], [type(k).__name__ for k in d])
    d = {join("le", "ft"): 5}
    print(d.get(Name("left")), d[Text("left")], d.get(Text("right"), "none"))
    # With an index.
    d = {Name(join("n", str(i))): i for i in range(20)}
    print(sum(d[join("n", str(i))] for i in range(20)), d.get(join("n", "20")))
    m = Default(a=1)
    print(m[join("a", "")], m[join("b", "c")], m.get(join("b", "c")))
    try:
        {}[join("x", "y")]
    except KeyError as e:
        print(repr(e))
    # Texts beyond ASCII, and the empty one.
    d = {"é": 1, "": 2, "日本": 3}
    print(d[join("日", "本")], d[join("", "")], d.get(join("é", "")), d.get(join("e", "́")))
    negative = {-1: "a", -2: "b", 1: "c"}
    print(negative[0 - 1], negative.get(0 - 2), negative.get(True), negative.get(1.0))


main()
