# sorted and list.sort: numbers, strings, tuples, reverse, mixed errors.

SAMPLE = [5, 2, 9, 1, 5, 6, -3, 0]


def insertion_sort(items):
    items = list(items)
    for i in range(1, len(items)):
        x = items[i]
        j = i
        while j > 0 and items[j - 1] > x:
            items[j] = items[j - 1]
            j -= 1
        items[j] = x
    return items


def main():
    print(sorted(SAMPLE), sorted(SAMPLE, reverse=True), SAMPLE)
    print(insertion_sort(SAMPLE) == sorted(SAMPLE))
    a = SAMPLE[:]
    print(a.sort(), a)
    a.sort(reverse=True)
    print(a)
    print(sorted(["pear", "Apple", "fig", "apple"]), sorted("hello"), sorted([(2, "b"), (1, "z"), (2, "a")]))
    print(sorted([1.5, 1, -2.0, 3]), sorted([True, False, 2]), sorted([]), sorted([7]), sorted({"b": 1, "a": 2}))
    print(sorted([[2], [1, 5], [1]]), sorted(range(5), reverse=True), sorted({3, 1, 2}))
    x = 12345
    data = []
    for _ in range(200):
        x = (x * 1103515245 + 12345) % 2**31
        data.append(x % 1000)
    s = sorted(data)
    print(s[:5], s[-5:], all(s[i] <= s[i + 1] for i in range(199)), sum(s) == sum(data))
    for bad in ([1, "a"], [None, 1], [{}, {}]):
        try:
            sorted(bad)
        except TypeError as e:
            print(type(e).__name__, e)
    try:
        sorted(5)
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
