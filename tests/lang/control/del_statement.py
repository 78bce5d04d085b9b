# del of names, items, slices, attributes and several targets.

GLOBAL = "here"


class Box:
    shared = 1


def main():
    global GLOBAL
    x = 1
    del x
    try:
        print(x)
    except NameError as e:
        print(type(e).__name__, e)
    x = "again"
    print(x)
    items = list(range(8))
    del items[0], items[-1]
    del items[1:3]
    del (items[0], [items[0]])
    print(items)
    d = {"a": 1, "b": 2}
    del d["a"]
    print(d)
    box = Box()
    box.own = 5
    del box.own
    print(hasattr(box, "own"), box.shared)
    try:
        del box.shared
    except AttributeError as e:
        print(type(e).__name__)
    del GLOBAL
    try:
        print(GLOBAL)
    except NameError as e:
        print(type(e).__name__, e)
    GLOBAL = "here"
    print(GLOBAL)
    a, b = 1, 2
    del a, b
    for i in range(2):
        tmp = i
        del tmp
    print(i)
    try:
        del d["zz"]
    except KeyError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
