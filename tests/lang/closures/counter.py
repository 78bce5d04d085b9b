# Closures that read and rebind enclosing variables.


def make_counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


def make_pair():
    value = 0

    def get():
        return value

    def put(new):
        nonlocal value
        value = new

    return get, put


def make_adders():
    return [lambda x, i=i: x + i for i in range(3)]


def late_binding():
    functions = []
    for i in range(3):
        functions.append(lambda: i)
    return [f() for f in functions]


def main():
    a = make_counter()
    b = make_counter(100)
    print(a(), a(), b(), a(5), b(-1))
    get, put = make_pair()
    put("new")
    print(get())
    put(get() * 2)
    print(get())
    print([f(10) for f in make_adders()], late_binding())


if __name__ == "__main__":
    main()
