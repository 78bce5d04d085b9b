# Operators of floats with floats, ints of every size, bools and what is no number; in registers of a function.
def add(x, y):
    return x + y


def sub(x, y):
    return x - y


def mul(x, y):
    return x * y


def div(x, y):
    return x / y


def in_place(x, y):
    a = b = c = d = x
    a += y
    b -= y
    c *= y
    d /= y
    return a, b, c, d


class Half(float):
    def __add__(self, other):
        return "half plus"

    def __rmul__(self, other):
        return "times half"


VALUES = [1.5, -0.0, 0.0, 3, -7, 0, True, 10**20, -(2**30), 2**30 - 1, float("inf"), 5e-324, 1e308]
for x in VALUES:
    for y in VALUES:
        if not isinstance(x, float) and not isinstance(y, float):
            continue
        row = []
        for f in (add, sub, mul, div, in_place):
            try:
                row.append(f(x, y))
            except ZeroDivisionError as e:
                row.append(str(e))
        print(x, y, row)

print(div(7, 2), div(-7, 2), div(1, 3), div(2**30 - 1, 3), div(10**20, 4))
print(add(Half(0.5), 1.0), mul(2.0, Half(0.5)), sub(Half(0.5), 0.25), div(1.0, Half(0.5)), mul(2, Half(3.0)))
for y in (None, "s", [1]):
    for f in (add, sub, mul, div):
        for pair in ((1.5, y), (y, 1.5)):
            try:
                print(f(*pair))
            except TypeError as e:
                print(type(e).__name__)


def sums(n):
    # Many results, so that there are collections between operand and result.
    total, x = 0.0, 1.0
    for i in range(n):
        x = x * 1.0625 - 0.25
        if x > 1000.0 or x < -1000.0:
            x = i / 8
        total = total + x / 4.0
    return total


print(sums(3000))


def unbound(flag):
    if flag:
        y = 2.0
    return 1.5 * y


try:
    unbound(False)
except UnboundLocalError as e:
    print(type(e).__name__)
