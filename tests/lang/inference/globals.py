# Globals, fields and parameters that change their types late or through side doors.
import sys

count = 0
name = "start"
table = [1, 2, 3]
maybe = None


def bump():
    global count
    count = count + 1
    return count


def spoil():
    global count
    count = "text"


def read_name():
    return name + "!"


def first():
    return table[0]


def replace_table():
    global table
    table = {0: "dict"}


def use_maybe():
    if maybe is None:
        return "none"
    return maybe + 1


def set_maybe(x):
    global maybe
    maybe = x


def remove():
    global name
    del name


class Box:
    def __init__(self, v):
        self.v = v

    def add(self, n):
        return self.v + n


def change(box):
    box.v = "s"


class Meta:
    registry = []

    def __init__(self):
        self.registry.append(self)
        self.index = len(self.registry)


def callback_holder():
    box = Box(lambda a: a * 2)
    return box.v(21), box.v("x")


def stored_function(x):
    return x + x


HANDLERS = {"double": stored_function}


def dispatch(key, value):
    return HANDLERS[key](value)


def shadow(len):
    return len + 1


def captured(n):
    total = 0

    def add(k):
        nonlocal total
        total = total + k

    for i in range(n):
        add(i)
        if i == 2:
            total = "t"
            break
    return total


def handler_variable():
    e = 5
    try:
        raise KeyError("k")
    except KeyError as e:
        pass
    try:
        return e
    except UnboundLocalError:
        return "unbound"


def maybe_unbound(flag):
    if flag:
        x = 1
    try:
        return x + 1
    except UnboundLocalError:
        return "unbound"


def deleted():
    x = 1
    del x
    try:
        x = x + 1
    except UnboundLocalError:
        x = "again"
    return x


def star(*args, **kwargs):
    return len(args) + len(kwargs), args[0] if args else None


print(bump(), bump())
print(read_name(), first(), use_maybe())
spoil()
try:
    bump()
except TypeError as e:
    print("TypeError")
replace_table()
print(first())
set_maybe(1)
print(use_maybe())
set_maybe(1.5)
print(use_maybe())
remove()
try:
    read_name()
except NameError as e:
    print("NameError", e)
b = Box(1)
print(b.add(2))
change(b)
print(b.add("t"))
print(Meta().index, Meta().index, len(Meta.registry))
print(callback_holder())
print(dispatch("double", 4), dispatch("double", "d"))
print(shadow(1))
try:
    captured(5)
except TypeError:
    print("TypeError")
print(captured(5))
print(handler_variable(), maybe_unbound(True), maybe_unbound(False), deleted())
print(star(), star(1, 2, k=3), star("a"))
