# What the direct operations on floats must not get wrong: each in a function, so that no operand is a constant.


def add(x, y):
    return x + y


def sub(x, y):
    return x - y


def mul(x, y):
    return x * y


def div(x, y):
    try:
        return x / y
    except ZeroDivisionError as e:
        return str(e)


def power(x, y):
    try:
        return x ** y
    except (ZeroDivisionError, OverflowError) as e:
        return type(e).__name__


def ipower(x, y):
    try:
        x **= y
    except OverflowError:
        return "OverflowError"
    return x


def compare(x, y):
    return (x < y, x <= y, x == y, x != y, x > y, x >= y)


def jumps(x, y):
    out = ""
    if x < y:
        out += "<"
    if not x < y:
        out += "!<"
    if x <= y:
        out += "<="
    if not x <= y:
        out += "!<="
    if x == y:
        out += "=="
    if not x == y:
        out += "!=="
    if x > y:
        out += ">"
    if not x > y:
        out += "!>"
    if x >= y:
        out += ">="
    if not x >= y:
        out += "!>="
    return out


def small_jumps(x):
    out = ""
    if x < 0:
        out += "<0"
    if x <= 1:
        out += "<=1"
    if x == 2:
        out += "==2"
    if x != 127:
        out += "!=127"
    if x > 0:
        out += ">0"
    if not x >= 100:
        out += "!>=100"
    return out


def small_sums(x):
    return x + 1, x - 1, x + 127, x - 100, 1 + x, 3 - x


inf = float("inf")
nan = float("nan")
numbers = [
    0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 2.0, 3.0, 1.5, -2.5, 1e16, 1e-16, 9007199254740992.0, 9007199254740993.0,
    1.0000000000000002, 0.9999999999999999, 4294967296.0, 2147483648.0, 1e300, -1e300, 1e-300, 5e-324, -5e-324,
    2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, inf, -inf, nan, 127.0, 100.0, -0.25,
]
for x in numbers:
    for y in numbers:
        print(x, y, add(x, y), sub(x, y), mul(x, y), div(x, y), compare(x, y), jumps(x, y))
ints = [0, 1, -1, 2, 3, 7, 100, 127, -128, 65535, 1 << 20, (1 << 30) - 1, -(1 << 30), True, False]
for x in numbers:
    print(x, small_jumps(x), small_sums(x))
    for n in ints:
        print(n, add(x, n), sub(x, n), sub(n, x), mul(n, x), div(x, n), div(n, x), compare(x, n), jumps(n, x))

for x in [0.0, -0.0, 1.0, -1.0, 3.0, -2.5, 1e-200, 1e160, -1e160, 1e154, 5e-324, inf, -inf, nan, 0.1]:
    print(x, power(x, 2), power(x, 2.0), power(x, 1), power(x, 0), power(x, -2))
for x in [0.0, 1.0, 2.0, 3.0, 0.25, 1e-300, 1e300, 5e-324, inf, nan, 10]:
    print(x, power(x, 0.5), ipower(x, 0.5), ipower(x, 2))
print(power(2, 2), power(7, 2), power(0, 0.5), power(16, 0.5), power(0.0, -0.5), ipower(3, 2))


class Odd(float):
    def __add__(self, other):
        return "add"

    def __rmul__(self, other):
        return "rmul"

    def __lt__(self, other):
        return "less"

    def __pow__(self, other):
        return "pow"


print(add(Odd(1.0), 2.0), mul(2.0, Odd(3.0)), compare(Odd(1.0), 2.0), power(Odd(2.0), 2), sub(Odd(2.0), 1.0))
print(small_jumps(Odd(1.0)), small_sums(Odd(1.0)), compare(1.0, Odd(2.0)))

# Sums whose second operand lies far below.
x = 1.0
for e in range(60):
    print(add(1.0, x), sub(1.0, x), add(1.0000000000000002, x), sub(1.0000000000000002, x), add(3.7, -x))
    x = x / 2
print(add(1.0, x * 1.5), sub(1.0, x * 1.5))
