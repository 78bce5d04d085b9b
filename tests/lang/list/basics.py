# Creating, indexing, storing, length, iteration, printing.

PRIMES = [2, 3, 5, 7, 11]


def main():
    print(PRIMES, len(PRIMES), PRIMES[0], PRIMES[-1], PRIMES[2])
    empty = []
    print(empty, len(empty))
    items = [1, "two", 3.0, None, True, [4, 5], (6,), {"k": 7}]
    print(items)
    items[0] = "one"
    items[-1] = 8
    print(items)
    for x in PRIMES:
        print(x, end=" ")
    print()
    i = 0
    while i < len(PRIMES):
        print(i, PRIMES[i])
        i += 1
    nested = [[1, 2], [3, 4]]
    nested[1][0] = 30
    print(nested, nested[0][1])
    print([1, 2] + [3], [0] * 3, 2 * ["a", "b"], [] + [])
    print(list("abc"), list((1, 2)), list(range(3)), list({"a": 1, "b": 2}), list())
    print(3 in PRIMES, 4 in PRIMES, 4 not in PRIMES)
    print([1, 2] == [1, 2], [1, 2] != [2, 1], [1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 9], [] < [0])
    a, b, c = [1, 2, 3]
    print(a, b, c, *PRIMES)


if __name__ == "__main__":
    main()
