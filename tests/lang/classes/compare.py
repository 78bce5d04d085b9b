# __eq__, __ne__, __lt__ and the others; reflected and missing comparisons; __hash__.


class Version:
    def __init__(self, text):
        self.parts = tuple(int(p) for p in text.split("."))

    def __eq__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts == other.parts

    def __lt__(self, other):
        if not isinstance(other, Version):
            return NotImplemented
        return self.parts < other.parts

    def __le__(self, other):
        return self.parts <= other.parts

    def __hash__(self):
        return hash(self.parts)

    def __repr__(self):
        return "v" + ".".join(str(p) for p in self.parts)


class Plain:
    pass


def main():
    a, b, c = Version("1.2"), Version("1.10"), Version("1.2")
    print(a == b, a == c, a != b, a != c, a is c)
    print(a < b, a > b, a <= c, a >= b, b > a)
    print(a == "1.2", "1.2" == a, a != 5)
    print(sorted([b, a, Version("0.9")]), max(a, b), min([b, a]))
    print(len({a, b, c}), {a: "x"}[c], a in [b, c])
    try:
        a < 3
    except TypeError as e:
        print(type(e).__name__, e)
    p, q = Plain(), Plain()
    print(p == q, p == p, p != q)
    try:
        p < q
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        sorted([p, q])
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
