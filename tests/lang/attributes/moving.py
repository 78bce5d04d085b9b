# Classes, names and functions that are made while the program runs, with enough garbage to move them.


def churn(n):
    out = []
    for i in range(n):
        out.append([i, str(i)])
        if len(out) > 8:
            out = []
    return len(out)


def make(tag, parent):
    class Local(parent):
        def __init__(self, v):
            self.v = v
            self.w = [v]

        def get(self):
            return (tag, self.v, self.w)

        @property
        def twice(self):
            return self.v * 2

        def __eq__(self, other):
            return self.v == other.v

        def __lt__(self, other):
            churn(10)
            return self.v < other.v

        def __getitem__(self, i):
            churn(5)
            return self.v + i

    return Local


parent = object
for round_ in range(6):
    parent = make("t" + str(round_), parent)
    a, b = parent(round_), parent(round_ + 1)
    for _ in range(3):
        churn(60)
        print(a.get(), a.twice, a == b, a < b, b[5], a.v, b.w)
        a.v += 1
    parent.get = lambda self: ("replaced", self.v)
    print(a.get(), b.get())
    setattr(parent, "extra" + str(round_), round_)
    print(getattr(a, "extra" + str(round_)))

o = parent(1)
for i in range(4):
    name = "dyn" + str(i)
    setattr(o, name, i)
    churn(40)
    print(getattr(o, name), hasattr(o, "dyn" + str(i + 1)))
