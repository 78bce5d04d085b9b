PI_1000 = 3142
SINES = tuple((n * (180 - n) * 4000) // (40500 - n * (180 - n)) for n in range(0, 181, 15))
SIDES = {"triangle": 3, "square": 4, "rect": 4, "circle": 0}


class Circleish:
    def __init__(self, r):
        self.r = r

    def area(self):
        return PI_1000 * self.r * self.r // 1000


class Rect:
    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h


class Square(Rect):
    def __init__(self, s):
        super().__init__(s, s)


def lookup(name):
    return SIDES[name]


def total_area(items):
    return sum(i.area() for i in items)


def clamp(x, low, high):
    return max(low, min(x, high))


def lerp(a, b, t):
    return a + (b - a) * t // 10


def even(n):
    return n % 2 == 0


def odd(n):
    return not even(n)


def negate(x):
    return not x


def compose(f, g):
    return lambda x: g(f(x))
