# `append` of lists, and of what only looks like them.


class Noisy(list):
    def append(self, item):
        print("append", item)
        super().append(item * 2)


class Plain(list):
    pass


class Own:
    def __init__(self):
        self.items = []
        self.append = self.items.append


class Method:
    def append(self, item):
        return ("own", item)


def push(target, item):
    return target.append(item)


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def during_iteration():
    items = [1, 2, 3]
    for x in items:
        if len(items) < 8:
            items.append(x * 10)
    return items


def during_sort():
    items = [3, 1, 2]

    def key(x):
        items.append(x)
        return x

    try:
        items.sort(key=key)
    except ValueError as e:
        print(e)
    return items


def emptied():
    items = [1, 2, 3]
    items.clear()
    items.append(4)
    items.pop()
    items.append(5)
    del items[:]
    items.append(6)
    return items


def main():
    items = []
    print(push(items, 1), items.append(items), items)
    for target in (items, Noisy(), Plain(), Own(), Method(), bytearray(b"a"), [7], [], Noisy([1])):
        print(push(target, 9))
        if isinstance(target, (list, bytearray)):
            print(target)
    items = [0]
    items = items.append(items)
    print(items)
    for target in (None, 1, 1.5, "s", (), {}, {1}, list, object()):
        attempt(push, target, 1)
    attempt(lambda: [].append())
    attempt(lambda: [].append(1, 2))
    attempt(lambda: [].append(*[1]))
    attempt(lambda: list.append([], 1))
    attempt(lambda: list.append((), 1))
    print(during_iteration(), during_sort(), emptied())
    grown = []
    for i in range(200):
        grown.append(i)
        grown.append([i])
    print(len(grown), grown[0], grown[199], grown[-1], sum(grown[::2]))


if __name__ == "__main__":
    main()
