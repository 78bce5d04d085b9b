"""Keys that are their own identity, keys that are only equal, hashes that collide, deleted entries."""


class Hostile:
    log = []

    def __init__(self, h, eq):
        self.h = h
        self.eq = eq

    def __hash__(self):
        return self.h

    def __eq__(self, other):
        Hostile.log.append(self.h)
        if self.eq is None:
            raise ValueError("compared")
        return self.eq


def numbers():
    d = {1: "one", 0: "zero"}
    d[True] = "true"
    d[1.0] = "float"
    d[False] = "false"
    print(d, 1 in d, True in d, 1.0 in d, 1.5 in d, d[1], d[1.0], d[True])
    big = {}
    for i in range(-20, 20):
        big[i] = i * i
    print(big[-7], big[7], big[7.0], big[True], -20 in big, -21 in big, 20 in big, len(big))
    edge = {2**30 - 1: "a", -(2**30): "b", 2**30: "c", 1 - 2**30: "d", 0: "e"}
    for key in (2**30 - 1, float(2**30 - 1), -(2**30), 2**30, 1 - 2**30, 0, -0.0, 2 * (2**30 - 1), 2 - 2**31):
        print(key, edge.get(key), key in edge)
    edge[2.0 * (2**30 - 1)] = "f"
    edge[-(2.0**30) + 1] = "g"
    print(edge[2 * (2**30 - 1)], edge[1 - 2**30], len(edge))


def texts():
    d = {}
    for i in range(40):
        d["key" + str(i)] = i
    made = "".join(["k", "e", "y", "7"])
    print(d["key7"], d[made], made in d, "key40" in d, d.get("nothing"))
    d[made] = "again"
    print(d["key7"], len(d))
    for i in range(0, 40, 2):
        del d["key" + str(i)]
    print(len(d), "key8" in d, "key9" in d, d["key" + str(39)])
    d["key8"] = "new"
    d["key8"] += "er"
    print(d["key8"], list(d)[-1], len(d))


def churn():
    d = {}
    for i in range(1000):
        d[i] = i
        if i >= 12:
            del d[i - 12]
    print(sorted(d), sum(d.values()))
    for i in range(988, 1000):
        assert d[i] == i
        assert i - 12 not in d
    s = set()
    for i in range(300):
        s.add(i % 37)
        s.discard((i * 7) % 37)
    print(sorted(s), 3 in s, "3" in s)


def hostile():
    for n in (3, 30):
        d = {}
        for i in range(n):
            d[i] = i
        a = Hostile(2, False)
        d[a] = "a"
        Hostile.log.clear()
        print(d[2], Hostile.log, d[a], Hostile.log)
        b = Hostile(1000, True)
        d[b] = "b"
        print(d[1000], 1000 in d, Hostile.log)
        c = Hostile(77, None)
        d[c] = "c"
        for action in (lambda: d[77], lambda: 77 in d, lambda: d.setdefault(77, 1), lambda: d.__setitem__(77, 0)):
            try:
                print(action())
            except ValueError as e:
                print("raised", e)
        d[1000] = "changed"
        print(d[b], len(d), type(list(d)[-2]).__name__)


class Changing:
    """Its `__eq__` changes the dict that is being searched."""

    def __init__(self, d):
        self.d = d

    def __hash__(self):
        return 5

    def __eq__(self, other):
        if self.d is not None:
            d, self.d = self.d, None
            d.clear()
            d[5] = "fresh"
        return False


def changing():
    d = {}
    d[Changing(d)] = 1
    try:
        print(d[5])
    except KeyError as e:
        print("KeyError", e)
    print(d)


def errors():
    d = {1: 2}
    for key in (3, "x", None, (), 2.5):
        try:
            d[key]
        except KeyError as e:
            print(repr(e), e.args)
    for key in ([], {}, set()):
        for action in (lambda: d[key], lambda: key in d, lambda: d.__setitem__(key, 1)):
            try:
                action()
            except TypeError as e:
                print(e)


def sequences():
    a = [10, 20, 30]
    t = (1, 2, 3)
    b = b"xyz"
    m = bytearray(b"abc")
    print(a[-1], a[-3], t[-1], t[-3], b[0], b[-1], m[1], m[-1])
    a[-1] = 33
    a[-3] = 11
    m[0] = 255
    m[-1] = 0
    print(a, m)
    for x, i in ((a, 3), (a, -4), (t, 3), (t, -4), (b, 3), (b, -4), (m, 3), (m, -4), (a, 2**40), ("abc", 3), ("abc", -4)):
        try:
            print(x[i])
        except IndexError as e:
            print(type(x).__name__, i, e)
    for i, v in ((3, 1), (-4, 1), (0, 256), (0, -1), (0, "a"), (True, 7)):
        try:
            m[i] = v
            print(m)
        except (IndexError, ValueError, TypeError) as e:
            print(type(e).__name__, e)
    print(a[True], t[False], "añb"[1], "añb"[-1], "abc"[0])
    for i in (3, -4):
        try:
            a[i] = 0
        except IndexError as e:
            print(e)


numbers()
texts()
churn()
hostile()
changing()
errors()
sequences()
