# Sorting with key functions, stability, reverse keeps ties in order.

PEOPLE = [("dave", 30), ("ann", 25), ("bob", 30), ("cid", 25), ("eve", 41)]


class Item:
    def __init__(self, name, rank):
        self.name, self.rank = name, rank

    def __repr__(self):
        return self.name

    def key(self):
        return self.rank


def main():
    print(sorted(PEOPLE, key=lambda p: p[1]))
    print(sorted(PEOPLE, key=lambda p: p[1], reverse=True))
    print(sorted(sorted(PEOPLE), key=lambda p: -p[1]))
    print(sorted(["bb", "a", "ccc", "dd"], key=len), sorted("bAcB", key=str.lower), sorted([-3, 2, -1], key=abs))
    words = ["beta", "Alpha", "gamma", "alpha"]
    words.sort(key=str.lower)
    print(words)
    words.sort(key=lambda w: (-len(w), w))
    print(words)
    items = [Item("x", 3), Item("y", 1), Item("z", 2)]
    items.sort(key=Item.key)
    print(items, max(items, key=Item.key), min(items, key=lambda i: i.name))
    calls = []
    print(sorted([3, 1, 2], key=lambda x: calls.append(x) or x), calls)
    counts = {"a": 2, "b": 5, "c": 2}
    print(sorted(counts, key=counts.get), sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])), sorted([5, 1], key=None))
    try:
        sorted([1, 2], key=lambda x: [x, None][x - 1])
    except TypeError as e:
        print(type(e).__name__)
    try:
        sorted([1], key=5)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        sorted([1, 2], len)
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
