# The six comparison operators, on integers and on integer against bool and float.

VALUES = (-3, 0, 2, 5)


def row(a, b):
    print(a, b, a < b, a <= b, a == b, a != b, a > b, a >= b)


def sign(x):
    if x < 0:
        return -1
    if x > 0:
        return 1
    return 0


def main():
    for a in VALUES:
        for b in VALUES:
            row(a, b)
    print(sign(-9), sign(0), sign(123))
    print(1 == True, 0 == False, 2 == True)
    print(1 == 1.0, 1 < 1.5, 2 > 1.5, 3 != 3.0)
    print(10**20 == 10**20, 10**20 < 10**20 + 1, -10**20 < 3)
    print(1 == "1", 1 != "1", 1 == None, 0 == None)
    print(2**53 + 1 == float(2**53), 2**53 == float(2**53))
    print(2**53 + 1 > float(2**53))


if __name__ == "__main__":
    main()
