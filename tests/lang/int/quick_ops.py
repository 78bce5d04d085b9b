# Small-int paths of the interpreter against everything beside them: overflow, signs, floats, other types.
BIG = 1 << 30
NAN = float("nan")


class Odd:
    """Compares and adds in its own way, and says so."""

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        print("lt", other, end=" ")
        return self.n < other

    def __ge__(self, other):
        print("ge", other, end=" ")
        return []

    def __eq__(self, other):
        print("eq", other, end=" ")
        return "yes"

    def __iadd__(self, other):
        print("iadd", other, end=" ")
        return Odd(self.n + other)

    def __add__(self, other):
        print("add", other, end=" ")
        return self.n + other


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def below(x):
    out = []
    if x < 5:
        out.append("<")
    if not x < 5:
        out.append("not <")
    if x <= 5:
        out.append("<=")
    if not x <= 5:
        out.append("not <=")
    if x > 5:
        out.append(">")
    if not x > 5:
        out.append("not >")
    if x >= 5:
        out.append(">=")
    if not x >= 5:
        out.append("not >=")
    if x == 5:
        out.append("==")
    if not x == 5:
        out.append("not ==")
    if x != 5:
        out.append("!=")
    if not x != 5:
        out.append("not !=")
    return " ".join(out)


def against(x, y):
    out = []
    if x < y:
        out.append("<")
    if not x < y:
        out.append("not <")
    if x <= y:
        out.append("<=")
    if not x <= y:
        out.append("not <=")
    if x > y:
        out.append(">")
    if not x > y:
        out.append("not >")
    if x >= y:
        out.append(">=")
    if not x >= y:
        out.append("not >=")
    if x == y:
        out.append("==")
    if not x == y:
        out.append("not ==")
    if x != y:
        out.append("!=")
    if not x != y:
        out.append("not !=")
    return " ".join(out)


def edges(x):
    if x == 0:
        return "zero"
    if x < 127:
        return "below 127"
    if x > 127:
        return "above 127"
    return "127"


def count(i, n):
    rounds = 0
    while i < n:
        rounds += 1
        i += 1
        if rounds > 4:
            break
    return i, rounds


def count_three(i, n):
    rounds = 0
    while i < n:
        rounds += 1
        i = i + 127
    return i, rounds


def doubled(i):
    # The variable is its own limit.
    rounds = 0
    while i < i + rounds - 2 + 1:
        rounds += 1
        i += 1
    return i, rounds


def arithmetic(x, y):
    return x // y, x % y, -x, ~x, not x


def shifts(x, y):
    return x << y, x >> y


def truth(x):
    out = "true" if x else "false"
    return out + (" not" if not x else "")


def ranges(*args):
    out = []
    if len(args) == 1:
        for i in range(args[0]):
            out.append(i)
    elif len(args) == 2:
        for i in range(args[0], args[1]):
            out.append(i)
    else:
        for i in range(args[0], args[1], args[2]):
            out.append(i)
    return out


def main():
    for x in (4, 5, 6, -BIG, BIG - 1, BIG, -BIG - 1, 4.5, 5.0, NAN, True):
        print(x, below(x), "|", against(x, 5), "|", against(x, 5.0), "|", against(5, x))
    print(attempt(below, "5"))
    print(attempt(below, None))
    print(attempt(below, Odd(4)))
    for x in (0, 1, 126, 127, 128, -1, 0.0, False):
        print(edges(x))
    print(count(0, 3), count(5, 3), count(-2, 1), count(BIG - 3, BIG), count(BIG - 2, BIG + 9))
    print(count(-BIG - 2, -BIG + 1), count(0.5, 3), count(0, 2.5), count(0, NAN))
    print(attempt(count, "0", 3), attempt(count, 0, "3"), attempt(count, [], 3))
    print(count_three(0, 1000), count_three(BIG - 200, BIG + 200), doubled(3))
    i = Odd(0)
    while i < 3:
        i += 1
    print(i.n)
    j = Odd(0)
    while j < 2:
        j = j + 1
    print(j)
    for x in (7, -7, 0, BIG - 1, -BIG):
        for y in (2, -2, 1, -1, 0, BIG - 1, -BIG):
            print(x, y, attempt(arithmetic, x, y))
    print(attempt(arithmetic, 7.5, 2), attempt(arithmetic, True, 2))
    for x in (1, -1, 0, 5, BIG - 1, -BIG, 3 << 28):
        for y in (0, 1, 28, 29, 30, 31, 32, 40, -1):
            print(x, y, attempt(shifts, x, y))
    print([truth(x) for x in (0, 1, -1, BIG, True, False, None, "", "a", 0.0, 0.5, [], [0], {}, main)])
    print(ranges(3), ranges(0), ranges(-1), ranges(2, 5), ranges(-3, 1), ranges(5, 2))
    print(ranges(BIG - 3, BIG - 1), ranges(BIG - 2, BIG + 1), ranges(-BIG, -BIG + 2), ranges(10**12, 10**12 + 2))
    print(ranges(0, 7, 3), ranges(7, 0, -3), ranges(0, 7, -1), ranges(True, 3), ranges(BIG - 4, BIG - 1, 2))
    print(ranges(-BIG + 3, -BIG, -2), ranges(5, 10**12, 10**11 * 5), attempt(ranges, 0, 3, 0))
    print(attempt(ranges, 1.5), attempt(ranges, 0, "a"))


main()
