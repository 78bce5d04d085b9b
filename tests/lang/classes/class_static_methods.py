# classmethod and staticmethod, through classes, instances and subclasses.


class Date:
    count = 0

    def __init__(self, y, m, d):
        self.y, self.m, self.d = y, m, d
        Date.count += 1

    @classmethod
    def parse(cls, text):
        y, m, d = text.split("-")
        return cls(int(y), int(m), int(d))

    @staticmethod
    def is_leap(y):
        return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)

    @classmethod
    def made(cls):
        return cls.__name__ + ":" + str(cls.count)

    def __repr__(self):
        return type(self).__name__ + "%04d-%02d-%02d" % (self.y, self.m, self.d)


class UtcDate(Date):
    @classmethod
    def parse(cls, text):
        return super().parse(text.rstrip("Z"))

    @staticmethod
    def is_leap(y):
        return "utc " + str(Date.is_leap(y))


def main():
    Date.count = 0
    d = Date.parse("2024-02-29")
    u = UtcDate.parse("1999-12-31Z")
    print(d, u, type(u) is UtcDate, d.parse("2000-01-01"), u.parse("2001-01-01Z"))
    print([y for y in (1900, 2000, 2023, 2024) if Date.is_leap(y)], d.is_leap(2000), u.is_leap(1900))
    print(Date.made(), UtcDate.made(), u.made())
    parse = UtcDate.parse
    print(parse("0001-02-03"))
    try:
        Date.parse("bad")
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        Date.__repr__()
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
