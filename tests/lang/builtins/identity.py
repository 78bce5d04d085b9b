# is, is not, ==, None and the singletons; aliasing versus equality.


def same(a, b):
    return a is b, a == b


class Always:
    def __eq__(self, other):
        return True


def main():
    a = [1]
    b = a
    c = [1]
    print(same(a, b), same(a, c), a is not c)
    print(None is None, True is True, None is not False, None == False, Always() == None, Always() is None)
    d = {"k": a}
    e = dict(d)
    print(d is e, d["k"] is e["k"], d == e)
    t = (a, a)
    print(t[0] is t[1], t == ([1], [1]))
    a.append(2)
    print(t, d, e, c)
    x = y = {}
    x["shared"] = 1
    print(y, x is y)
    f = same
    print(f is same, same.__name__)
    print([v is None for v in (None, 0, "", [])], type(None) is type(None))
    n = None
    n = n or "default"
    print(n)


if __name__ == "__main__":
    main()
