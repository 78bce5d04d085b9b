# Names of attributes that only the run knows, from lists, globals and concatenation, never asked of a class.
NAMES = ["upper", "lower"]
NAME = "title"
FIELDS = {"one": 1, "two": 2}


class Named:
    def __init__(self, name):
        self.name = name

    def __get__(self, obj, kind=None):
        if not hasattr(obj, self.name):
            setattr(obj, self.name, [])
        return getattr(obj, self.name)


class Thing:
    x = Named("_x" + str(1))
    count = 0

    def __init__(self, size):
        self.size = size

    def upper(self):
        return "own upper"

    def grown(self):
        return self.size + self.size

    def __repr__(self):
        return f"<{self.__class__.__name__}: {self.size}>"


class Sub(Thing):
    def lower(self):
        return "own lower"


def ask(value):
    for name in NAMES:
        if hasattr(value, name):
            print(name, getattr(value, name)())
        else:
            print("no", name)


ask("aB")
ask(b"aB")
ask(Thing(1))
ask(Sub(2))
ask(3)
print(getattr("some words", NAME)())
thing = Sub(5)
thing.x.append(4)
thing.x.append(5)
print(thing, thing.x, thing._x1, thing.count)
for name, value in FIELDS.items():
    setattr(thing, name, value)
print(thing.one + thing.two, thing.grown())
# A field gets another type, a method another value.
setattr(thing, "si" + "ze", "text")
print(thing.grown(), thing)
setattr(thing, "gro" + "wn", lambda: "replaced")
print(thing.grown(), Sub(4).grown())
try:
    print(getattr(thing, NAME))
except AttributeError as error:
    print(error)
