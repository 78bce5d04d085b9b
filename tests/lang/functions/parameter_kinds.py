# Positional-only, keyword-only and mixed parameters.


def pos_only(a, b, /, c):
    return a, b, c


def kw_only(a, *, b, c=3):
    return a, b, c


def all_kinds(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


def name_clash(self, /, **kwargs):
    return self, kwargs


def main():
    print(pos_only(1, 2, 3), pos_only(1, 2, c=3))
    print(kw_only(1, b=2), kw_only(a=1, b=2, c=4), kw_only(1, c=0, b=9))
    print(all_kinds(1, d=4), all_kinds(1, 2, 3, 4, 5, d=6, z=7), all_kinds(1, c=0, d=1, b=2))
    print(name_clash(1, self=2, x=3))
    f = lambda x, /, y=1, *, z=2: (x, y, z)
    print(f(0), f(0, y=5), f(0, 1, z=9))
    try:
        pos_only(1, b=2, c=3)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        kw_only(1, 2)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        kw_only(1)
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
