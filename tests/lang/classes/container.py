# __len__, __getitem__, __setitem__, __delitem__, __contains__, __iter__, __reversed__.


class Grid:
    def __init__(self, w, h):
        self.w, self.h = w, h
        self.cells = [0] * (w * h)

    def __getitem__(self, at):
        x, y = at
        if not (0 <= x < self.w and 0 <= y < self.h):
            raise IndexError("off grid")
        return self.cells[y * self.w + x]

    def __setitem__(self, at, value):
        x, y = at
        self.cells[y * self.w + x] = value

    def __delitem__(self, at):
        self[at] = 0

    def __len__(self):
        return len(self.cells)

    def __contains__(self, value):
        return value in self.cells

    def __iter__(self):
        for y in range(self.h):
            yield self.cells[y * self.w:(y + 1) * self.w]


class OldStyle:
    def __getitem__(self, i):
        if i >= 4:
            raise IndexError
        return i * i


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


def main():
    g = Grid(3, 2)
    g[1, 1] = 5
    g[0, 0] += 2
    print(g[1, 1], g[0, 0], len(g), 5 in g, 9 in g, list(g))
    del g[1, 1]
    for row in g:
        print(row)
    try:
        g[5, 5]
    except IndexError as e:
        print(type(e).__name__, e)
    o = OldStyle()
    print(list(o), 9 in o, 5 in o, [x for x in o], sum(o))
    a, b, *c = o
    print(a, b, c, max(o))
    print(bool(Sized(0)), bool(Sized(3)), bool(o), bool(g))
    for bad in (lambda: len(o), lambda: Sized(1)[0], lambda: iter(Sized(1))):
        try:
            bad()
        except TypeError as e:
            print(type(e).__name__, e)
    try:
        1 in Sized(1)
    except TypeError as e:
        print(type(e).__name__)
    try:
        len(Sized(-1))
    except ValueError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
