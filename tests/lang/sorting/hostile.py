# Keys and comparisons that raise or touch the list; objects ordered by __lt__ only.


class Card:
    order = "23456789TJQKA"

    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        return Card.order.index(self.rank) < Card.order.index(other.rank)

    def __repr__(self):
        return self.rank


def failing_key(x):
    if x == 3:
        raise ValueError("key of 3")
    return x


def main():
    hand = [Card(r) for r in "KA2T9"]
    print(sorted(hand), sorted(hand, reverse=True), max(hand), min(hand))
    a = [5, 4, 3, 2]
    try:
        a.sort(key=failing_key)
    except ValueError as e:
        print(type(e).__name__, e, sorted(a))
    seen = []
    b = [3, 1, 2]

    def peek(x):
        seen.append(len(b))
        return x

    b.sort(key=peek)
    print(b, seen)

    def grow(x):
        c.append(99)
        return x

    c = [2, 1]
    try:
        c.sort(key=grow)
    except ValueError as e:
        print(type(e).__name__, e, c)
    try:
        sorted([Card("2"), Card("?"), Card("3")])
    except ValueError as e:
        print(type(e).__name__, e)
    nested = [[3, [1]], [3, [0]], [1, [9]]]
    nested.sort(key=lambda x: sorted(x[1], key=lambda y: -y))
    print(nested)


if __name__ == "__main__":
    main()
