# A class with __init__, methods, instance and class attributes.


class Counter:
    step = 1

    def __init__(self, start):
        self.value = start

    def tick(self):
        self.value += self.step
        return self.value

    def reset(self, to=0):
        self.value = to


class Empty:
    pass


def main():
    c = Counter(10)
    print(c.value, c.tick(), c.tick(), c.value)
    c.reset()
    print(c.value)
    c.reset(to=5)
    d = Counter(100)
    print(c.tick(), d.tick())
    c.step = 7
    print(c.tick(), d.tick(), Counter.step)
    Counter.step = 3
    print(c.tick(), d.tick())
    Counter.step = 1
    e = Empty()
    e.x = 1
    e.y = [2]
    e.x += 5
    print(e.x, e.y, isinstance(e, Empty), isinstance(e, Counter), type(e) is Empty)
    del e.x
    try:
        print(e.x)
    except AttributeError as err:
        print(type(err).__name__, err)
    bound = d.tick
    print(bound(), bound(), Counter.tick(d))
    print(Counter.__name__, type(c).__name__, c == d, c == c, c != d)


if __name__ == "__main__":
    main()
