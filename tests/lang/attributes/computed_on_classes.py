# Names of attributes that only the run knows, on instances, classes and builtin values.
NAMES = ["upper", "lower"]
NAME = "title"
FIELDS = {"one": 1, "two": 2}


class Named:
    def __init__(self, name):
        self.name = name

    def __get__(self, obj, kind=None):
        if obj is None:
            return kind.__name__
        if not hasattr(obj, self.name):
            setattr(obj, self.name, [])
        return getattr(obj, self.name)


class Other:
    pass


class Thing:
    x = Named("_x" + str(1))
    count = 0

    def upper(self):
        return "own upper"

    @classmethod
    def more(cls):
        cls.count += 1
        return cls.count

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        print(kind is None or kind.__name__)
        return True


class Sub(Thing):
    y = Named("_y")

    def lower(self):
        return "own lower"


class Marks:
    def __get__(self, obj, kind=None):
        kind.seen = True
        return 7


class Marked:
    mark = Marks()


class Wrong(ValueError):
    pass


class Remembers:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            kind.caught = getattr(kind, "caught", 0) + 1
        return True


def ask(value):
    for name in NAMES:
        if hasattr(value, name):
            print(name, getattr(value, name)())
        else:
            print("no", name)


def change(what, name, value):
    what.label = value
    setattr(what, name, value)


ask("aB")
ask(b"aB")
ask(Thing())
ask(Sub())
ask(3)
print(getattr("some words", NAME)())
thing = Thing()
thing.x.append(4)
thing.x.append(5)
print(thing.x, Thing.x, thing._x1)
for name, value in FIELDS.items():
    setattr(thing, name, value)
print(thing.one + thing.two, Thing.more(), Sub.more(), Thing.count, Sub.count)
print(Marked.mark, Marked.seen, Marked().mark)
change(Other, "b" + "ig", 12)
print(Other.label, Other.big, Other().big)
thing.__class__.late = "late"
print(Sub().late, type(thing).late)
with thing:
    raise ValueError
with thing:
    pass
for n in range(2):
    with Remembers():
        raise Wrong
print(Wrong.caught, hasattr(ValueError, "caught"))
print(sorted(n for n in Thing.__dict__ if not n.startswith("__")))
