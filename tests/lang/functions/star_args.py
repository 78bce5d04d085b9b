# *args and **kwargs in definitions and calls.


def show(*args, **kwargs):
    print(args, kwargs)


def mixed(a, b=2, *rest, c, d=4, **others):
    print(a, b, rest, c, d, others)


def total(*numbers):
    result = 0
    for n in numbers:
        result += n
    return result


def forward(function, *args, **kwargs):
    return function(*args, **kwargs)


def main():
    show()
    show(1, 2)
    show(x=1, y=2)
    show(1, x=2)
    show(*[1, 2], *(3,), **{"k": 4}, z=5)
    show(*range(3), 9, *"ab")
    mixed(1, c=3)
    mixed(1, 20, 30, 40, c=3, e=5)
    mixed(*(1, 2, 3), **{"c": 0, "d": 1, "f": 2})
    print(total(), total(1), total(1, 2, 3), total(*range(10)))
    print(forward(total, 4, 5), forward(max, 3, 9, 2), forward(sorted, [2, 1], reverse=True))
    d = {"b": 1}
    def keep(**kw):
        kw["new"] = 1
        return kw
    print(keep(**d), d)
    args = [1, 2]
    def grab(*a):
        return a
    print(grab(*args), grab(*args, *args), grab(args), grab(*{"k": 1}), grab(*(x for x in "gen")))


if __name__ == "__main__":
    main()
