# The rarer operator methods: shifts, bits, modulo, divmod, pow, reflected forms.


class Log:
    def __init__(self, name):
        self.name = name

    def __mod__(self, o):
        return self.name + "%" + str(o)

    def __rmod__(self, o):
        return str(o) + "%r" + self.name

    def __divmod__(self, o):
        return (self.name, o)

    def __pow__(self, o):
        return self.name + "**" + str(o)

    def __rpow__(self, o):
        return str(o) + "**r" + self.name

    def __lshift__(self, o):
        return self.name + "<<" + str(o)

    def __rshift__(self, o):
        return self.name + ">>" + str(o)

    def __and__(self, o):
        return self.name + "&" + str(o)

    def __or__(self, o):
        return self.name + "|" + str(o)

    def __ror__(self, o):
        return str(o) + "|r" + self.name

    def __xor__(self, o):
        return self.name + "^" + str(o)

    def __invert__(self):
        return "~" + self.name

    def __pos__(self):
        return "+" + self.name

    def __radd__(self, o):
        return str(o) + "+r" + self.name

    def __rtruediv__(self, o):
        return str(o) + "/r" + self.name

    def __ilshift__(self, o):
        self.name += "<" + str(o)
        return self

    def __index__(self):
        return 2

    def __int__(self):
        return 20

    def __float__(self):
        return 2.5


def main():
    x = Log("x")
    print(x % 3, 3 % x, divmod(x, 4), x**5, 5**x, x << 1, x >> 2)
    print(x & 1, x | 2, 2 | x, x ^ 3, ~x, +x, 1 + x, 1 / x)
    print([10, 20, 30][x], "abcdef"[x:], int(x), float(x), hex(x), list(range(x)))
    y = x
    x <<= 7
    print(x.name, y is x, "s" * x)


if __name__ == "__main__":
    main()
