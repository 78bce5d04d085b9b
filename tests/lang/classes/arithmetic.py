# Operator methods: binary, reflected, in-place and unary.


class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, o):
        if not isinstance(o, Vec):
            return NotImplemented
        return Vec(self.x + o.x, self.y + o.y)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    def __rmul__(self, k):
        return Vec(k * self.x, k * self.y)

    def __matmul__(self, o):
        return self.x * o.x + self.y * o.y

    def __iadd__(self, o):
        self.x += o.x
        self.y += o.y
        return self

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __abs__(self):
        return (self.x * self.x + self.y * self.y) ** 0.5

    def __truediv__(self, k):
        return Vec(self.x / k, self.y / k)

    def __floordiv__(self, k):
        return Vec(self.x // k, self.y // k)

    def __rsub__(self, k):
        return Vec(k - self.x, k - self.y)

    def __bool__(self):
        return bool(self.x or self.y)

    def __repr__(self):
        return "<%s %s>" % (self.x, self.y)


def main():
    a, b = Vec(1, 2), Vec(3, 4)
    print(a + b, b - a, a * 3, 3 * a, a @ b, -a, abs(b), b / 2, b // 2, 10 - a)
    c = a
    a += b
    print(a, c is a)
    a -= b
    print(a, c is a, c)
    print(bool(Vec(0, 0)), bool(a), not Vec(0, 0))
    for f in (lambda: b + 1, lambda: 1 + b, lambda: b % 2, lambda: +b, lambda: b ** 2):
        try:
            print(f())
        except TypeError as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    main()
