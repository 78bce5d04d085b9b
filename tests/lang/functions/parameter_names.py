# Names of parameters are only kept where something may ask for them; errors and keywords must not notice.
def never_asked(first, second):
    return first - second


def too_few(left, right):
    return left, right


def by_keyword(left, right=2):
    return left, right


def from_outside(item, other):
    return item, other


def defaults(start, stop=5, step=1):
    return start, stop, step


class Plain:
    def __init__(self, width, height=3):
        self.width = width
        self.height = height

    def area(self, factor):
        return self.width * self.height * factor

    @property
    def size(self):
        return self.width, self.height

    @size.setter
    def size(self, value):
        self.width, self.height = value

    def __getitem__(self, index):
        return index

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        return False

    def __call__(self, one, two):
        return one, two

    def __len__(self, surplus):
        return surplus


class Other:
    def area(self, factor, unit):
        return factor, unit


class Wide(Plain):
    def __init__(self, width, **more):
        super().__init__(width, **more)


def show(f):
    try:
        print(f())
    except TypeError as e:
        print("TypeError:", e)


def main():
    print(never_asked(5, 3))
    show(lambda: too_few(1))
    show(lambda: by_keyword(right=1, left=0))
    show(lambda: by_keyword(1, left=2))
    show(lambda: by_keyword(other=2))
    for f in [from_outside, too_few]:
        show(lambda: f())
        show(lambda: f(1, item=2))
        show(lambda: f(1, other=2))
    show(lambda: defaults(1))
    show(lambda: defaults(1, 2, 3, 4))
    show(lambda: list(map(from_outside, [1])))
    p = Plain(2)
    p.size = p.size
    with p as q:
        print(q.size, q[4])
    for thing in [p, Other()]:
        show(lambda: thing.area(2))
    area = p.area
    show(lambda: area())
    show(lambda: area(factor=3))
    show(lambda: p(1))
    show(lambda: len(p))
    show(lambda: Plain())
    show(lambda: Plain(1, width=2))
    show(lambda: Wide(1, height=4).size)
    show(lambda: Wide(1, depth=4).size)


main()


# Only the receiver has a name.
class Lone:
    def alone(self):
        return "alone"

    def other(this):
        return "other"


def methods():
    lone = Lone()
    taken = [lone.alone, lone.other]
    for method in taken:
        show(lambda: method())
        show(lambda: method(self=1))
        show(lambda: method(**{"this": 1}))
        show(lambda: method(1))


methods()
