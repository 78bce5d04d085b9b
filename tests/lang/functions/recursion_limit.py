# Runaway recursion ends in RecursionError, and the program goes on.


def forever(n):
    return forever(n + 1) + 1


def mutual_a(n):
    return mutual_b(n)


def mutual_b(n):
    return mutual_a(n)


def depth(n):
    if n == 0:
        return 0
    return 1 + depth(n - 1)


def main():
    for f in (forever, mutual_a):
        try:
            f(0)
        except RecursionError as e:
            print(type(e).__name__, isinstance(e, RuntimeError))
    print(depth(60))
    hits = 0
    for _ in range(3):
        try:
            forever(0)
        except RecursionError:
            hits += 1
    print(hits, depth(10))
    box = []
    box.append(box)
    try:
        box == [box, 1]
        print("compared")
    except RecursionError:
        print("RecursionError")


if __name__ == "__main__":
    main()
