# Many classes with the same names, subclasses that override, objects that change their class.


def step(o):
    return o.step()


def value(o):
    return o.value


def store(o, v):
    o.value = v


class Base:
    def __init__(self):
        self.value = "base"

    def step(self):
        return "base step"


class Left(Base):
    def step(self):
        return "left of " + super().step()


class Right(Base):
    def __init__(self):
        self.first = 0
        self.second = 1
        super().__init__()
        self.value = "right"


class Both(Left, Right):
    pass


objects = [Base(), Left(), Right(), Both(), Left(), Base()]
for _ in range(3):
    for o in objects:
        print(type(o).__name__, step(o), value(o))
for i, o in enumerate(objects):
    store(o, i)
print([value(o) for o in objects])

# Overriding later, below and above.
Right.step = lambda self: "right step"
print([step(o) for o in objects])
Both.step = lambda self: "both step"
print([step(o) for o in objects])
del Left.step
print([step(o) for o in objects])
del Both.step
print([step(o) for o in objects])


# More classes than any table of recent lookups has places.
def make(n):
    class C:
        number = n

        def __init__(self):
            self.value = -n

        def step(self):
            return n * 10

        def __add__(self, other):
            return (n, other)

        def __len__(self):
            return n

        def __call__(self, x):
            return n + x

    return C


many = [make(n) for n in range(40)]
instances = [c() for c in many]
total = 0
for _ in range(3):
    for o in instances:
        total += step(o) + value(o) + o.number + len(o) + o(1) + (o + 5)[1]
print(total)
for c in many:
    c.step = lambda self: self.number
print(sum(step(o) for o in instances))

# __class__ assignment moves an object between classes of one layout.


class Closed:
    def __init__(self):
        self.value = 1

    def step(self):
        return "closed"


class Open:
    def __init__(self):
        self.value = 2

    def step(self):
        return "open"


door = Closed()
print(step(door), value(door))
door.__class__ = Open
print(step(door), value(door))
door.__class__ = Closed
print(step(door), value(door))

# Functions on the class that are not plain methods.


class Mixed:
    static = staticmethod(lambda *a: ("static", a))
    bound = classmethod(lambda cls, *a: (cls.__name__, a))
    native = len
    number = 5
    nothing = None
    kind = int

    def optional(self, a, b=2, *c, d=4, **e):
        return (a, b, c, d, e)

    def generate(self, n):
        yield from range(n)

    def __len__(self):
        return 7


class Derived(Mixed):
    number = 6


def use(o):
    print(o.static(1, 2), o.bound(3), o.native([1, 2, 3]), o.number, o.nothing, o.kind("12"))
    print(o.optional(1), o.optional(1, 3, 5, d=6, z=7), list(o.generate(3)))


for o in (Mixed(), Derived(), Mixed()):
    use(o)

# Methods of builtin types beside those of classes.


class Items:
    def __init__(self):
        self.items = []

    def append(self, x):
        self.items.append((x, "mine"))

    def pop(self):
        return self.items.pop()


def fill(o):
    o.append(1)
    o.append(2)
    return o.pop()


for _ in range(2):
    print(fill([]), fill(Items()), fill(bytearray()))


class Deep(list):
    def append(self, x):
        super().append(x * 100)


deep = Deep()
print(fill(deep), deep)
