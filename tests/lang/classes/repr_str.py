# __repr__, __str__, __format__ and how print, containers and f-strings use them.


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return "Point(" + repr(self.x) + ", " + repr(self.y) + ")"


class Temp:
    def __init__(self, c):
        self.c = c

    def __str__(self):
        return str(self.c) + " C"

    def __repr__(self):
        return "Temp(%r)" % self.c

    def __format__(self, spec):
        if spec == "f":
            return str(self.c * 9 / 5 + 32) + " F"
        return "<" + spec + ":" + str(self) + ">"


class BadStr:
    def __str__(self):
        return 5


def main():
    p = Point(1, "two")
    t = Temp(20)
    print(p, repr(p), str(p))
    print(t, repr(t), str(t), [t, p], (t,), {"k": t}, {t.c: p})
    print("%s %r" % (t, t), "{} {!r} {:f} {:zz}".format(t, t, t, t), f"{t} {t!r} {t:f} {p!s}")
    print("a" + str(t), format(t), format(t, "f"), format(7, "03d"), format("x"))
    print([Point(0, 0)] * 2, Point(p, None))
    try:
        str(BadStr())
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        format(p, "d")
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
