# while with break, continue, else, nested loops.


def collatz(n):
    steps = 0
    while n != 1:
        if n % 2:
            n = 3 * n + 1
        else:
            n //= 2
        steps += 1
    return steps


def find_divisor(n):
    d = 2
    while d * d <= n:
        if n % d == 0:
            break
        d += 1
    else:
        return "prime"
    return d


def main():
    n = 0
    while n < 3:
        print(n)
        n += 1
    else:
        print("else", n)
    while True:
        n += 1
        if n % 2:
            continue
        if n > 8:
            break
        print("even", n)
    else:
        print("never")
    print([collatz(k) for k in (1, 7, 27, 97)], [find_divisor(k) for k in (7, 9, 35, 97, 91)])
    i = 0
    while i < 3:
        j = 0
        while True:
            if j == i:
                break
            print(i, j)
            j += 1
        i += 1
    while False:
        print("never")
    else:
        print("else of an empty loop")
    items = [1, 2, 3]
    while items:
        items.pop()
    print(items)


if __name__ == "__main__":
    main()
