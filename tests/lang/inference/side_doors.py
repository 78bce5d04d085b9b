# Side doors to attributes and classes: computed names, hooks, classes as values. What is proved elsewhere must give way.
class Box:
    def __init__(self, v):
        self.v = v

    def add(self, n):
        return self.v + n


class Asked:
    def __init__(self):
        self.known = 1

    def __getattr__(self, name):
        return "asked " + name


class Guarded:
    def __init__(self):
        self.x = 1

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 2)


class Static:
    @staticmethod
    def plain(x):
        return x + 1

    @classmethod
    def of(cls, x):
        made = cls()
        made.x = x
        return made

    def instance(self, x):
        return self.plain(x)


class SubStatic(Static):
    pass


def change_by_name(box, attribute, v):
    setattr(box, attribute, v)


def make(cls, v):
    return cls(v)




def kinds(*classes):
    return [c(1).add(2) for c in classes]


class Other(Box):
    def add(self, n):
        return "other"


class Unrelated:
    def __init__(self, v):
        self.first = 0
        self.v = [v]

    def add(self, n):
        return self.v + [n]


a = Asked()
print(a.known, a.other)
del a.known
print(a.known)
g = Guarded()
g.x = 5
print(g.x)
print(Static.plain(1), Static().instance(2), SubStatic.of(5).x, type(SubStatic.of(1)).__name__)
b = Box(1)
print(b.add(1))
change_by_name(b, "v", 2.5)
print(b.add(1))
change_by_name(Box, "add", lambda self, n: "patched")
print(b.add(1))
print(make(Box, 1).v, make(str, 1), make(list, "ab"))
print(kinds(Box, Other, Unrelated))
print([getattr(x, "a" + "dd")(5) for x in (Other(1), Unrelated(2))])
b.__class__ = Unrelated if False else Box
print(b.add(2))
print(Box.add(Unrelated([3]), [[4]]))
made = type("Made", (Box,), {"add": lambda self, n: ("made", self.v, n)})
print(made(1).add(2))
