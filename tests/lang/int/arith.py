# Addition, subtraction, multiplication and unary operators on small integers.

LIMIT = 12


def add_up(n):
    total = 0
    i = 0
    while i < n:
        total = total + i
        i = i + 1
    return total


def mixed(a, b):
    print(a + b, a - b, a * b)
    print(-a, +b, ~a)
    print(a + b * 2, (a + b) * 2, a - b - 1)


def main():
    print(1 + 2, 3 - 5, 6 * 7)
    print(add_up(LIMIT), add_up(0), add_up(1))
    mixed(5, 3)
    mixed(-7, 2)
    mixed(0, -1)
    print(- -3, -(-3), ~~9, -~4)
    print(0x1F, 0o17, 0b101, 1_000_000)
    x = 10
    x += 5
    print(x)
    x -= 20
    print(x)
    x *= -3
    print(x)
    print(2 * 3 + 4 * 5 - 6)
    print(1073741823 + 1, -1073741824 - 1)


if __name__ == "__main__":
    main()
