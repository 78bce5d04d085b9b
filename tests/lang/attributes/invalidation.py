# Attribute sites that have been used before, and then the class changes under them.


class Meter:
    unit = "V"

    def __init__(self):
        self.value = 1

    def read(self):
        return ("read", self.value)

    def label(self):
        return "first"


def probe(o):
    out = []
    for _ in range(3):
        out.append(o.value)
        out.append(o.read())
        out.append(o.label())
        out.append(o.unit)
    return out


m = Meter()
print(probe(m))

# A method is assigned after calls of it were made.
Meter.label = lambda self: "second"
print(probe(m))


def third(self, extra="x"):
    return "third" + extra


Meter.label = third
print(probe(m))

# A class attribute is assigned and deleted.
Meter.unit = "A"
print(probe(m))
del Meter.unit
try:
    probe(m)
except AttributeError as e:
    print(e)
Meter.unit = 5
print(probe(m))
del Meter.label
try:
    probe(m)
except AttributeError as e:
    print(e)
Meter.label = Meter.read
print(probe(m))

# An instance attribute hides a method and a class attribute; deleting it shows them again.


class Hidden:
    size = 10

    def go(self):
        return "method"


def call_go(o):
    return o.go()


def get_size(o):
    return o.size


h, other = Hidden(), Hidden()
print(call_go(h), call_go(other), get_size(h), get_size(other))
h.go = lambda: "own"
h.size = 11
print(call_go(h), call_go(other), get_size(h), get_size(other))
del h.go
del h.size
print(call_go(h), call_go(other), get_size(h), get_size(other))
try:
    del h.size
except AttributeError as e:
    print("AttributeError", e)

# A data descriptor appears where a plain slot was.


class Late:
    def __init__(self, x):
        self.x = x


def get_x(o):
    return o.x


def set_x(o, v):
    o.x = v


a = Late(3)
print(get_x(a), get_x(a))
set_x(a, 4)
print(get_x(a))
Late.x = property(lambda self: "computed")
print(get_x(a))
try:
    set_x(a, 5)
except AttributeError as e:
    print("AttributeError")
log = []
Late.x = property(lambda self: "got", lambda self, v: log.append(v))
set_x(a, 6)
print(get_x(a), log)
del Late.x
print(get_x(a))
set_x(a, 7)
print(get_x(a))


class Descriptor:
    def __get__(self, o, t):
        return ("get", o is None, t.__name__)


class Storing(Descriptor):
    def __set__(self, o, v):
        log.append(("set", v))


d = Descriptor()
Late.x = d
# Not a data descriptor: the slot goes first.
print(get_x(a))
Descriptor.__set__ = lambda self, o, v: log.append(("late set", v))
print(get_x(a))
set_x(a, 8)
del Descriptor.__set__
print(get_x(a), log)
# The descriptor object itself becomes one of another class.
d.__class__ = Storing
print(get_x(a))
set_x(a, 9)
print(log)

# Hooks that appear late.


class Hooked:
    def __init__(self):
        self.y = 1


def get_y(o):
    return o.y


def get_z(o):
    try:
        return o.z
    except AttributeError:
        return "no z"


def set_y(o, v):
    o.y = v


k = Hooked()
print(get_y(k), get_z(k))
set_y(k, 2)
Hooked.__getattr__ = lambda self, name: "hook " + name
print(get_y(k), get_z(k))
Hooked.__setattr__ = lambda self, name, v: log.append((name, v))
set_y(k, 3)
print(get_y(k), log[-1])
Hooked.__getattribute__ = lambda self, name: "all " + name
print(get_y(k), get_z(k))
del Hooked.__getattribute__
del Hooked.__setattr__
del Hooked.__getattr__
set_y(k, 4)
print(get_y(k), get_z(k))
