# property with getter, setter and deleter; read-only; inheritance.


class Thermostat:
    def __init__(self):
        self._target = 20
        self.log = []

    @property
    def target(self):
        return self._target

    @target.setter
    def target(self, value):
        if value > 30:
            raise ValueError("too hot: " + str(value))
        self.log.append(value)
        self._target = value

    @target.deleter
    def target(self):
        self._target = None

    @property
    def fahrenheit(self):
        return self.target * 9 / 5 + 32


class Clamped(Thermostat):
    @property
    def target(self):
        return min(super().target, 25)

    @target.setter
    def target(self, value):
        self._target = max(value, 5)


def get_size(self):
    return len(self.data)


class Old:
    size = property(get_size)

    def __init__(self, data):
        self.data = data


def main():
    t = Thermostat()
    print(t.target, t.fahrenheit)
    t.target = 25
    t.target += 2
    print(t.target, t.log)
    try:
        t.target = 99
    except ValueError as e:
        print(type(e).__name__, e, t.target)
    try:
        t.fahrenheit = 1
    except AttributeError as e:
        print(type(e).__name__)
    del t.target
    print(t.target)
    c = Clamped()
    c.target = 1
    print(c.target, c.fahrenheit)
    c.target = 40
    print(c.target, c._target)
    print(Old("abc").size, isinstance(Thermostat.target, property))


if __name__ == "__main__":
    main()
