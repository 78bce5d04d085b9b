# Functions as objects: attributes, __name__, __doc__, identity, methods.


def documented(x):
    """Says what it does."""
    return x


def bare():
    return 1


class Holder:
    def method(self):
        """Doc of method."""
        return self


def main():
    documented.count = 0
    for _ in range(3):
        documented.count += 1
    print(documented.count, documented.__name__, documented.__doc__, bare.__doc__)
    print(hasattr(documented, "count"), hasattr(bare, "count"), getattr(bare, "count", None))
    try:
        bare.missing
    except AttributeError as e:
        print(type(e).__name__)
    h = Holder()
    m = h.method
    print(m() is h, m.__name__, m.__doc__, m.__self__ is h, Holder.method(h) is h)
    print(m == h.method, m.__func__ is Holder.method, bare == bare, bare == documented)
    print({bare: "b", documented: "d"}[documented])
    print(type(bare).__name__, type(m).__name__, type(len).__name__, type(main).__name__)
    del documented.count
    print(hasattr(documented, "count"), Holder.__name__, Holder.__doc__)


if __name__ == "__main__":
    main()
