# Attributes of objects whose class nobody knows: the name decides which fields and methods it can be.


class Node:
    limit = 7

    def __init__(self, value, link):
        self.value_ = value
        self.link = link

    def total(self):
        return self.value_ + (self.link.total() if self.link is not None else 0)

    def tag(self):
        return "node"


class Leaf(Node):
    limit = "leaf"

    def __init__(self, value):
        super().__init__(value, None)
        self.extra = value * 2

    def tag(self):
        return ["leaf", self.extra]


class Stranger:
    def __init__(self):
        self.link = "not a node"
        self.weight = 1.5


class Bare:
    pass


def tell(name, f, *args):
    try:
        print(name, f(*args))
    except AttributeError as e:
        print(name, "AttributeError", e)


def link_of(x):
    return x.link


def weight_twice(x):
    # The first access says what the second may assume.
    return x.weight + x.weight


def extra_three_times(x):
    first = x.extra
    x.extra = first + 1
    return first + x.extra


class Pair:
    """Its partner is a Pair or None."""

    def __init__(self, partner):
        self.partner = partner
        self.mark = 0

    def partners_partner(self):
        return self.partner.partner

    def mark_partner(self, mark):
        self.partner.mark = mark
        return self.partner.mark + self.mark


def bump(x):
    x.weight = x.weight * 2
    return x.weight


def walk(x):
    n = 0
    while x.link is not None:
        x = x.link
        n += 1
    return n


def count_down(x):
    try:
        while True:
            x = x.link
    except AttributeError as e:
        return str(e)


def main():
    chain = Node(1, Node(2, Leaf(3)))
    bare, other = Bare(), Bare()
    bare.weight = "heavy"
    other.link = chain
    things = [chain, Leaf(5), Stranger(), bare, other, None, 5, print, Node]
    for x in things:
        print(type(x).__name__ if x is not None else "None")
        tell(" link", lambda: type(link_of(x)).__name__)
        tell(" weight", weight_twice, x)
        tell(" limit", lambda: x.limit)
        tell(" tag", lambda: x.tag() if x is not Node else "class")
        tell(" extra", extra_three_times, x)
        tell(" bump", bump, x)
    print(walk(chain), chain.total(), count_down(chain))
    chain.link = None
    tell("none", lambda: chain.link.link)
    for pair in (Pair(None), Pair(Pair(None)), Pair(Pair(Pair(None)))):
        tell("partner", lambda: type(pair.partners_partner()).__name__)
        tell("mark", pair.mark_partner, 4)
    del chain.value_
    tell("deleted", lambda: [chain][0].value_)


if __name__ == "__main__":
    main()
