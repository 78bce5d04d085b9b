# Comparisons between floats, and exact ones between floats and large integers.

VALUES = [-1.5, 0.0, 0.1, 2.0, 1e10]


def clamp(x, low, high):
    return low if x < low else high if x > high else x


def main():
    for a in VALUES:
        print([a < b for b in VALUES], [a == b for b in VALUES], [a >= b for b in VALUES])
    print(0.1 + 0.2 == 0.3, abs(0.1 + 0.2 - 0.3) < 1e-9)
    print(1.0 == 1, 1.5 > 1, 1 < 1.5, 2 == 2.0, 2.0 in [1, 2])
    print(10**30 > 1e30, 10**30 == 1e30, 10**30 < 1e31, 2**100 == 2.0**100)
    print(clamp(5.5, 0.0, 1.0), clamp(-5.5, 0.0, 1.0), clamp(0.25, 0.0, 1.0))
    print(0.0 < 0.5 <= 0.5 < 1, 1 < 0.5 < 2)
    try:
        print(1.5 < "a")
    except TypeError as e:
        print(type(e).__name__, e)
    print(1.5 == "1.5", 1.5 != None)


if __name__ == "__main__":
    main()
