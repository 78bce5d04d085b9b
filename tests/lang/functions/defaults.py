# Default values, keyword arguments, mutable defaults shared between calls.

SCALE = 10


def greet(name, greeting="Hello", mark="!"):
    return greeting + ", " + name + mark


def scaled(x, by=SCALE):
    return x * by


def collect(item, into=[]):
    into.append(item)
    return into


def fresh(item, into=None):
    if into is None:
        into = []
    into.append(item)
    return into


def main():
    global SCALE
    collect(0).clear()
    print(greet("Ann"), greet("Ann", "Hi"), greet("Ann", mark="?"), greet(mark=".", name="Bob"))
    print(greet("Ann", "Hi", "..."), greet(greeting="Yo", name="Cid"))
    SCALE = 99
    print(scaled(2), scaled(2, 3), scaled(2, by=SCALE))
    SCALE = 10
    print(collect(1), collect(2), collect(3, [0]), collect(4))
    print(fresh(1), fresh(2), fresh(3, [0]))
    fns = []
    for i in range(3):
        def show(x=i):
            return x
        fns.append(show)
    print([f() for f in fns], fns[0](7))
    print(greet.__defaults__, scaled.__defaults__, fresh.__defaults__)


if __name__ == "__main__":
    main()
