# Classes that get attributes: by name, through a parameter, through what `__class__`, `__get__`, `__exit__` and class
# methods give.
class Other:
    pass


class Thing:
    count = 0

    @classmethod
    def more(cls):
        cls.count += 1
        return cls.count


class Sub(Thing):
    pass


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
            kind.caught = kind.caught + 1 if hasattr(kind, "caught") else 1
        return True


def change(what, value):
    what.label = value


class Untouched:
    label = "as it was"


def label(of):
    return of.label


print(Thing.more(), Sub.more(), Thing.more(), Thing.count, Sub.count)
print(Marked.mark, Marked.seen, Marked().mark)
change(Other, 12)
print(label(Other), label(Other()), label(Untouched), label(Untouched()))
Sub().__class__.late = "late"
print(Sub().late, hasattr(Thing, "late"))
for n in range(2):
    with Remembers():
        raise Wrong
print(Wrong.caught, hasattr(ValueError, "caught"))
del Sub.late
print(hasattr(Sub(), "late"))
