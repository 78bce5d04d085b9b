# range in loops: bounds, steps, negative steps, empty ranges.


def main():
    for i in range(4):
        print(i, end=" ")
    print()
    for i in range(2, 6):
        print(i, end=" ")
    print()
    for i in range(10, 0, -3):
        print(i, end=" ")
    print()
    for i in range(5, 5):
        print("never")
    for i in range(3, 0):
        print("never")
    total = 0
    for i in range(0, 100, 7):
        total += i
    print(total, i)
    print(list(range(-3, 3)), list(range(0, -5, -2)), list(range(1, 10, 4)), list(range(0)))
    for i in range(3):
        for j in range(i):
            print(i, j)
    for i in range(3):
        i = i * 10
        print(i)
    n = 3
    for i in range(n):
        n = 10
    print(n, i)
    print(sum(range(1, 101)), max(range(5)), [*range(3)], tuple(range(2)))
    for i in range(10**12, 10**12 + 2):
        print(i)


if __name__ == "__main__":
    main()
