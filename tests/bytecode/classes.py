class Base:
    limit = 10

    def __init__(self, x):
        self.x = x
        self.__secret = limit_of(x)


class Derived(Base, metaclass=type):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y

    @property
    def total(self):
        return self.x + self.y

    half = limit = Base.limit // 2


def limit_of(x):
    return x
