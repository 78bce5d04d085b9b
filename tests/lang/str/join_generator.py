# join, sum, list and others consuming a generator that allocates and raises.


def words(n, fail_at=-1):
    for i in range(n):
        if i == fail_at:
            raise KeyError(i)
        yield "w" * (i % 3 + 1) + str(i)


class Parts:
    def __init__(self):
        self.asked = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        if self.asked > 3:
            raise StopIteration
        return "p%d" % self.asked


def main():
    print("-".join(words(5)), ",".join(Parts()), "".join(words(0)) == "")
    for consume in ("+".join, list, sorted, tuple, dict.fromkeys):
        try:
            consume(words(5, 3))
        except KeyError as e:
            print(type(e).__name__, e)
    try:
        ",".join(x for x in ("a", 1))
    except TypeError as e:
        print(type(e).__name__, e)
    print(len("".join("x" * i for i in range(40))), "".join(["a"] * 100) == "a" * 100)
    out = []
    out.extend(words(3))
    out += words(2)
    a, b, *c = words(4)
    print(out, a, b, c, max(words(4)), "ww1" in words(3))


if __name__ == "__main__":
    main()
