# try/finally and with at module level, with effects and bindings on every path.

trail = []


class Track:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        trail.append("enter " + self.name)
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, trace):
        trail.append("exit " + self.name)
        print("exit", self.name, kind is not None)
        return kind is KeyError


try:
    a = 1
    try:
        b = a + 1
        print("inner", b)
        raise IndexError("x")
    finally:
        c = b + 1
        print("finally", c)
except IndexError:
    d = c + 1

with Track("one") as one, Track("two") as two:
    e = d + 1
    {}["missing"]
    e = -1
f = len(trail)
print(a, b, c, d, e, f, one, two, trail)
