# append, extend, insert, pop, clear, copy, del.


def main():
    stack = []
    for i in range(5):
        stack.append(i * i)
    print(stack)
    while stack:
        print(stack.pop(), len(stack))
    items = ["a", "b", "c"]
    items.extend(["d", "e"])
    items.extend("fg")
    items.extend(x for x in (1, 2))
    print(items)
    items.insert(0, "first")
    items.insert(100, "last")
    items.insert(-1, "before last")
    print(items)
    print(items.pop(0), items.pop(-2), items.pop(2), items)
    del items[0]
    del items[-1]
    print(items)
    other = items.copy()
    items.clear()
    print(items, other, other is not items)
    other += ["x"]
    other += "yz"
    other *= 2
    print(other, len(other))
    print(items.append(1), items.extend([]), items)
    big = []
    for i in range(500):
        big.append(i)
    print(len(big), big[499], sum(big))
    for _ in range(490):
        big.pop()
    print(big)


if __name__ == "__main__":
    main()
