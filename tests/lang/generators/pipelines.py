# Generators feeding generators: readers, filters, windows, round robin, permutations.

TEXT = """# readings
t=21
h=40

t=22
bad line
t=25
"""


def lines(text):
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            yield line


def pairs(source):
    for line in source:
        key, sep, value = line.partition("=")
        if sep:
            yield key, int(value)


def select(source, wanted):
    return (v for k, v in source if k == wanted)


def windows(source, n):
    box = []
    for x in source:
        box.append(x)
        if len(box) == n:
            yield tuple(box)
            del box[0]


def round_robin(*sources):
    active = [iter(s) for s in sources]
    while active:
        for it in list(active):
            try:
                yield next(it)
            except StopIteration:
                active.remove(it)


def permutations(items):
    if len(items) < 2:
        yield items
        return
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield items[i:i + 1] + rest


def take(source, n):
    return [x for x, _ in zip(source, range(n))]


def main():
    print(list(select(pairs(lines(TEXT)), "t")), list(windows(range(5), 3)))
    print("".join(round_robin("abc", "1", "xy")), list(permutations([1, 2, 3])), len(list(permutations("abcd"))))
    print(take(permutations("abc"), 2))


if __name__ == "__main__":
    main()
