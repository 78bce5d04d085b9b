# Subclasses of list, dict, int, str, tuple and of exceptions.


class Stack(list):
    def push(self, x):
        self.append(x)

    def peek(self):
        return self[-1]


class Default(dict):
    def __missing__(self, key):
        self[key] = value = len(key)
        return value


class Celsius(int):
    def __repr__(self):
        return int.__repr__(self) + "C"


class Name(str):
    def initials(self):
        return "".join(w[0] for w in self.split())


class Pair(tuple):
    @property
    def left(self):
        return self[0]


def main():
    s = Stack()
    s.push(1)
    s.push(2)
    print(s, len(s), s.peek(), s.pop(), isinstance(s, list), s == [1], type(s).__name__)
    print(Stack([3, 1, 2])[0], sorted(Stack([3, 1, 2])), [0] + Stack([1]))
    d = Default()
    print(d["abc"], d, d.get("zz"), "q" in d)
    c = Celsius(21)
    print([c], c + 1, c * 2, c > 20, type(c + 1).__name__, isinstance(c, int))
    n = Name("ada lovelace")
    print(n, n.initials(), n.upper(), len(n), n == "ada lovelace", {n: 1}["ada lovelace"])
    p = Pair((1, 2))
    print(p, p.left, p[1], p == (1, 2))


if __name__ == "__main__":
    main()
