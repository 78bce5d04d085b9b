# Private names, user descriptors and methods found on the class only.


class Base:
    def __init__(self):
        self.__secret = 1

    def __hidden(self):
        return "base hidden"

    def reveal(self):
        return self.__secret, self.__hidden()


class Child(Base):
    def __init__(self):
        super().__init__()
        self.__secret = 2

    def __hidden(self):
        return "child hidden"

    def both(self):
        return self.reveal(), self.__secret, self.__hidden()


class Positive:
    def __set_name__(self, owner, name):
        self.slot = "_" + name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        return getattr(obj, self.slot, 0)

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError(self.slot + " < 0")
        setattr(obj, self.slot, value)


class Tank:
    level = Positive()
    limit = Positive()


def main():
    c = Child()
    print(c.both(), hasattr(c, "__secret"), c._Base__secret, c._Child__secret)
    t = Tank()
    print(t.level, t.limit)
    t.level = 5
    t.limit = 9
    t.level += 1
    print(t.level, t.limit, isinstance(Tank.level, Positive))
    try:
        t.level = -1
    except ValueError as e:
        print(type(e).__name__, e, t.level)
    t.__len__ = lambda: 3
    try:
        len(t)
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
