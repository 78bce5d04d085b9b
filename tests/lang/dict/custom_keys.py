# Keys with their own __hash__ and __eq__, collisions, and a mutating __eq__.


class Key:
    def __init__(self, name, code):
        self.name = name
        self.code = code

    def __hash__(self):
        return self.code

    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return "Key(" + self.name + ")"


class NoHash:
    def __eq__(self, other):
        return True


class Hostile:
    def __init__(self, table):
        self.table = table

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.table.clear()
        return False


def main():
    d = {}
    for name in "abcdef":
        d[Key(name, 3)] = name.upper()
    print(d)
    print(d[Key("c", 3)], Key("z", 3) in d, d.get(Key("a", 4)))
    del d[Key("b", 3)]
    print(list(d.values()), len(d))
    d[Key("a", 3)] = "again"
    print(d)
    try:
        {NoHash(): 1}
    except TypeError as e:
        print(type(e).__name__)
    t = {}
    t[Hostile(t)] = 1
    t[Hostile(t)] = 2
    print(len(t) <= 2)
    print({(1, Key("k", 5)): "nested"}[1, Key("k", 5)])


if __name__ == "__main__":
    main()
