# Parts of lists, taken and replaced, with every sort of bound; indexes of lists that are no small numbers.


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Sub(list):
    pass


def tell(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


def replace(start, stop, step, items):
    work = [0, 1, 2, 3, 4, 5]
    work[start:stop:step] = items
    return work


def itself(start, stop):
    work = [0, 1, 2, 3]
    work[start:stop] = work
    return work


def swap_at(i, j):
    work = ["a", "b", "c"]
    work[i], work[j] = work[j], work[i]
    return work


def main():
    full = [0, 1, 2, 3, 4, 5]
    bounds = [None, 0, 1, -1, 3, -4, 6, 9, -9, True, 1 << 40, -(1 << 70), Index(2)]
    for start in bounds:
        for stop in bounds:
            part = full[start:stop]
            print(part, full[start:stop:1] == part, Sub(full)[start:stop] == part, end=" ")
            print(replace(start, stop, None, [10 + x for x in part]) == replace(start, stop, 1, [10 + x for x in part]))
    for items in ([], [7], [7, 8], [7, 8, 9], (7, 8), "xy", Sub([1, 2]), range(2), 5):
        tell(lambda: replace(1, 3, None, items))
        tell(lambda: replace(4, 2, None, items))
        tell(lambda: replace(0, 4, 2, items))
    for start, stop in ((0, 4), (None, None), (1, 3), (2, 2), (-4, 9)):
        print(itself(start, stop))
    copy = full[:]
    copy.append(6)
    print(full, copy, [][:], [][3:], full[4:1])
    for i in (0, 2, -1, -3, True, Index(1), 3, -4, 1 << 40, 1.0, "x", None):
        tell(lambda: swap_at(0, i))
    tell(lambda: full["a":])


if __name__ == "__main__":
    main()
