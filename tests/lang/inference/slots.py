# Attributes of instances whose class is known, where a proof could be wrong.
class Base:
    limit = 7

    def __init__(self, a):
        self.a = a

    def get(self):
        return self.a

    def put(self, v):
        self.a = v


class First(Base):
    def __init__(self, a):
        self.z = 0
        self.y = 1
        super().__init__(a)


class Second(Base):
    def __init__(self, a):
        super().__init__(a)
        self.extra = (a, a)

    def get(self):
        return self.extra[1]


class Both(Second, First):
    def __init__(self):
        Second.__init__(self, "both")
        self.w = 5


def total(items):
    out = []
    for item in items:
        out.append(item.get())
        item.put(item.get())
    return out


def direct():
    b, f, s = Base(1), First(2), Second(3)
    return [b.get(), f.get(), s.get(), b.a, f.a, s.a, f.z, f.y, s.extra]


class Shape:
    # The slot may be unset: then the class attribute is meant.
    size = 10

    def grow(self):
        self.size = self.size + 1
        return self.size

    def shrink(self):
        del self.size


class Maybe:
    def __init__(self, set_it):
        if set_it:
            self.value = 1

    def read(self):
        return self.value


class Temperature:
    def __init__(self, c):
        self.c = c

    @property
    def f(self):
        return self.c * 9 // 5 + 32

    @f.setter
    def f(self, value):
        self.c = (value - 32) * 5 // 9


def optional(n):
    node = None
    for i in range(n):
        new = Maybe(True)
        new.value = node
        node = new
    depth = 0
    while node is not None:
        node = node.value
        depth += 1
    return depth


def mixed(flag):
    x = Base(1) if flag else Shape()
    try:
        return x.a
    except AttributeError:
        return "no a"


print(direct())
print(total([Base(1), First("two"), Second(3.0), Both()]))
print(Both().a, Both().w, Both().z, Both().y)
s = Shape()
print(s.size, s.grow(), s.grow(), s.size)
s.shrink()
print(s.size)
for flag in (True, False):
    try:
        print(Maybe(flag).read())
    except AttributeError as e:
        print("unset:", e)
t = Temperature(100)
print(t.f)
t.f = 32
print(t.c)
print(optional(5))
print(mixed(True), mixed(False))
