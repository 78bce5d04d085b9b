# Iterators that builtins drive: enumerate and zip in loops and in builtins, generators run by builtins, containment
# and sums. Each has a quick way and a general one; both must look alike.


class Noisy:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        print("eq", self.n, end=" ")
        return isinstance(other, Noisy) and self.n == other.n

    def __hash__(self):
        return self.n


# enumerate: the number, where it begins, where it grows beyond small ints
for i, x in enumerate(["a", "b", "c"]):
    print(i, x, end=" ")
print()
for start in (0, -2, 2**30 - 2, -(2**30) - 1, 2**31 - 1, 2**62, True):
    print(list(enumerate("xyz", start)), [p for p in enumerate((1, 2), start)])
for i, x in enumerate(range(3), 2**30 - 2):
    print(i, x, end=" ")
print()

# the pair is a new tuple each time when it is seen
pairs = []
for p in enumerate([7, 8]):
    pairs.append(p)
print(pairs, pairs[0] is pairs[1])
for p in zip([1, 2], "ab"):
    pairs.append(p)
print(pairs)

# sources
for source in (
    [1, 2],
    (3, 4),
    "aé€",
    b"xy",
    bytearray(b"z"),
    range(5, 0, -2),
    range(2**40, 2**40 + 2),
    {"k": 1, "l": 2},
    {"k": 1}.items(),
    {"k": 1}.values(),
    {5},
    (n * n for n in range(3)),
    iter([9]),
    reversed([1, 2, 3]),
    zip("ab", "cd"),
    enumerate("q"),
    map(str, [1, 2]),
    [],
):
    out = []
    for i, x in enumerate(source):
        out.append((i, x))
    print(out)
print([(i, a, b) for i, (a, b) in enumerate(zip([1, 2], [3, 4]))])
print([(i, a, b) for (i, a), b in zip(enumerate("ab"), [3, 4])])
print([k + v for i, (k, v) in enumerate({"a": "b", "c": "d"}.items())])

# an iterator that has ended stays so, and the list may grow while it runs
growing = [1]
e = enumerate(growing)
for i, x in e:
    if i < 3:
        growing.append(x * 2)
print(growing, list(e))
growing.append(5)
print(list(e), next(e, "over"))
e = enumerate([1, 2, 3])
print(next(e), e.__next__(), list(e), list(e))

# a dict that changes its size
d = {1: 1, 2: 2}
try:
    for i, k in enumerate(d):
        d[i + 10] = 0
except RuntimeError as error:
    print(error)
try:
    for a, b in zip(d, range(9)):
        d[b + 100] = 0
except RuntimeError as error:
    print(error)

# zip: how far each of its iterators goes
a, b = iter([1, 2, 3, 4]), iter([10, 20])
print([x + y for x, y in zip(a, b)], list(a), list(b))
a, b = iter([1, 2]), iter([10, 20, 30])
print([x + y for x, y in zip(a, b)], list(a), list(b))
one = iter(range(7))
print([p for p in zip(one, one)], list(one))
one = iter("abcdefg")
print([p for p in zip(one, one, one)], list(one))
print(list(zip()), list(zip("ab")), list(zip([1, 2], (3, 4), range(5, 7), b"xy")))
z = zip([1], [2, 3])
print(list(z), list(z))
for x, y in zip({"k": 1, "l": 2}, {3, }):
    print(x, y)
for x, y in zip([1, 2], "ab"):
    print(x, y, end=" ")
for x, y in zip("ab", [1, 2]):
    print(x, y, end=" ")
print()
try:
    for x, y in zip([1, 2], [3], strict=True):
        print(x, y)
except ValueError as error:
    print(error)
try:
    for x, y in zip([1], [3], [4]):
        print(x, y)
except ValueError as error:
    print(error)
try:
    for x, y, w in zip([1], [3]):
        print(x, y)
except ValueError as error:
    print(error)


# generators run by builtins
def numbers(n):
    try:
        for i in range(n):
            yield i
    finally:
        print("done", end=" ")


print(sum(numbers(5)), max(numbers(4)), min(numbers(3)), sorted(numbers(3)), list(numbers(3)), tuple(numbers(2)))
print(set(numbers(3)), dict((i, i) for i in numbers(2)), "".join(str(i) for i in numbers(3)), bytes(numbers(3)))
print(any(numbers(0)), all(numbers(0)), sum((x * 0.5 for x in range(4))), sum(([x] for x in range(3)), []))
g = numbers(6)
print(any(g), next(g), 3 in g, list(g))
print(list(g), sum(g), max(g, default="none"))
g = numbers(5)
head = [*g]
first, *rest = numbers(4)
print(head, first, rest)
big = [0]
big.extend(x for x in range(3))
big += (x for x in range(2))
print(big)


def failing():
    yield 1
    raise KeyError("inside")


def stopping():
    yield 1
    raise StopIteration("inside")


def running():
    yield 1
    try:
        yield list(itself)
    except ValueError as error:
        yield str(error)


for make in (failing, stopping):
    try:
        print(sum(make()))
    except (KeyError, RuntimeError) as error:
        print(type(error).__name__, error, repr(error.__cause__))
itself = running()
print(list(itself))


def tree(n):
    return 1 + sum(tree(n - 1) for _ in range(2)) if n else 1


print(tree(5))


def handled():
    try:
        raise ValueError("kept")
    except ValueError:
        yield 1
        try:
            raise
        except ValueError as error:
            yield str(error)


try:
    raise KeyError("outer")
except KeyError:
    print(list(handled()))
    try:
        raise
    except KeyError as error:
        print(error)


def returning():
    yield 1
    return "value"


print(list(returning()))
g = returning()
next(g)
try:
    next(g)
except StopIteration as error:
    print(error.value)


class Each:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return (x for x in range(self.n))


print(sum(Each(4)), list(Each(2)), 3 in Each(4), max(Each(3)), sorted(Each(3), reverse=True))

# containment
nan = float("nan")
items = [1, "two", 3.0, None, nan, (4, 5), True, 2**40]
print(1 in items, 3 in items, 4 in items, "two" in items, "t" + "wo" in items, None in items, nan in items)
print(float("nan") in items, (4, 5) in items, 2**40 in items, 1.0 in items, False in items, 2**41 not in items)
print(1 in (), "x" in ("y", "x"), 0 in (False,), 2 in [2.0], "" in [b""], 5 in (1, 2, 3, 4, 5))
print(Noisy(2) in [Noisy(1), Noisy(2), Noisy(3)], 1 in [Noisy(1)])
same = Noisy(4)
print(same in [same], [1, 2].index(2), [3, 1, 3].count(3), (1, 2, 1).index(1, 1), [1.5, "a"].count("a"))


class Shrinking:
    def __eq__(self, other):
        shrinking.clear()
        return False


shrinking = [Shrinking(), 1, 2]
print(2 in shrinking, shrinking)

# sums, extremes, truth
print(sum([1, 2, 3]), sum((1, 2.5, True)), sum([2**30 - 1, 1]), sum([2**62, 2**62, 2**62]), sum([0.1] * 3))
print(sum([], 5), sum([[1], [2]], []), sum({1: 2, 3: 4}), sum(range(10)), sum([1, 2**70, -1]), sum([True, True]))
print(max([3, 1, 2]), min((3, 1, 2)), max("hello"), min(["b", "a"]), max([1, 2.5, 2]), min([1.0, 1]), min([1, 1.0]))
print(max([1, True]), min(2**40, 3), max(-5, -3, key=abs), min([], default=4), max(["aa", "b"], key=len), max(nan, 1))
print(any([0, "", None]), any((0, 1)), all([1, "a"]), all([1, 0, 2]), all([]), any({0: 1}), any([[], [0]]))
for values in ([1, "a"], ["a", 1], [None, 1]):
    for f in (max, min, sum):
        try:
            print(f(values))
        except TypeError as error:
            print(error)

# one character at a time
print([c for c in "aé€\U0001f600\x00"], [c + c for c in "ab"], list("xyz"), "".join(c for c in "qr"))
counts = {}
for c in "hello":
    counts[c] = counts.get(c, 0) + 1
print(counts, {c: ord(c) for c in "AZaz"}, [c for c in "hello" if c in "lo"])
print([abs(x) for x in (-3, 3, 0, -(2**30), 2**30, -(2**30) - 1, -(2**70), -0.0, True, False)])

text = "héllo" + chr(8364)
plain = "".join(["abc", "def"])
print([text[i] for i in range(-6, 6)], [plain[i] for i in (0, 5, -1, -6)], plain[True])
for t in (text, plain, ""):
    for i in (6, -7, 2**40, "a", 1.0):
        try:
            print(t[i])
        except (IndexError, TypeError) as error:
            print(type(error).__name__)
print(plain[0] == "a", plain[0] != "a", plain[1] == "a", plain == "abcdef", plain == "abcdeg", plain == "abcde", "" == plain[0])
print("a" == 1, "a" != None, b"a" == "a", text[1] == "é", "é" == "e", text == "h\xe9llo\u20ac", plain < "abd", plain[2] > "b")
if plain[0] == "a" and not plain[0] != "a" and plain != "abcdeF" and not plain == text:
    print("branches")
print("a" in plain, "z" in plain, "" in plain, "cd" in plain, "é" in text, "e" in text, "\x00" in plain, "\x00" in "a\x00")
try:
    print(1 in plain)
except TypeError as error:
    print(error)


class Text(str):
    def __contains__(self, what):
        return "asked"

    def __eq__(self, other):
        return "equal"

    __hash__ = str.__hash__


print("q" in Text("abc"), Text("a") == "b", "b" == Text("a"), Text("x") in ["y"], "y" in (Text("x"),), Text("b") in "abc")


class Items(list):
    def __contains__(self, what):
        return "asked"


class Row(tuple):
    def __iter__(self):
        print("iter", end=" ")
        return super().__iter__()


print(7 in Items([1]), 2 in Row((1, 2)), list(enumerate(Items("ab"))), sum(Items([1, 2])), max(Items([2, 1])))
print([x for x in Row((5, 6))], sum(Row((1, 2))), list(zip(Row("ab"), Text("cd"))), [c for c in Text("xy")], Text("pq")[1])
