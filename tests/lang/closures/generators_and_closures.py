# Generators that close over variables, and closures made by generators.


def countdown_from(start):
    left = start

    def extend(n):
        nonlocal left
        left += n

    def run():
        nonlocal left
        while left > 0:
            left -= 1
            yield left

    return run(), extend


def makers():
    for i in range(3):
        def f(x):
            return x * i
        yield f


def accumulate(items):
    total = 0

    def add(x):
        nonlocal total
        total += x
        return total

    return (add(x) for x in items), lambda: total


def main():
    gen, extend = countdown_from(2)
    print(next(gen))
    extend(2)
    print(list(gen))
    print([f(10) for f in makers()], [f(10) for f in list(makers())])
    sums, current = accumulate([1, 2, 3])
    print(next(sums), current(), list(sums), current())


if __name__ == "__main__":
    main()
