# str.format: positions, names, attributes, indexes, nested specs, errors.


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def main():
    print("{} {}".format(1, "two"), "{0}{1}{0}".format("a", "b"), "{name}!".format(name="Bob"))
    print("{0} {key} {1}".format(1, 2, key="k"), "{{}} {{{}}}".format(5))
    print("{:>5}|{:<5}|{:^5}|{:*^7}".format("a", "b", "c", "d"))
    print("{:d} {:5d} {:05d} {:+d} {:,} {:_}".format(1, 2, 3, 4, 1234567, 1234567))
    print("{:x} {:X} {:#x} {:b} {:#b} {:o} {:c}".format(255, 255, 255, 5, 5, 8, 65))
    print("{:.2f} {:8.3f} {:e} {:g} {:%} {:.1%}".format(3.14159, 2.71828, 12345.678, 0.0001, 0.25, 0.125))
    print("{0.x} {0.y} {1[0]} {1[1]} {2[k]}".format(Point(3, 4), [5, 6], {"k": 7}))
    print("{!r} {!s} {!a}".format("é", "é", "é"), "{:{}}|{:>{w}}".format("a", 4, "b", w=6))
    print("{0:{1}.{2}f}".format(3.14159, 8, 2))
    for f, args in (("{}", ()), ("{} {}", (1,)), ("{2}", (1, 2))):
        try:
            print(f.format(*args))
        except IndexError as e:
            print(type(e).__name__)
    try:
        "{name}".format()
    except KeyError as e:
        print(type(e).__name__, e)
    try:
        "{".format(1)
    except ValueError as e:
        print(type(e).__name__)
    try:
        "{:d}".format("x")
    except ValueError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
