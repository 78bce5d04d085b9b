# Quotients of numbers whose 32-bit limbs are the awkward ones: guesses of a digit that are one or two too large, digits
# without a guess, divisors with and without their top bit.
LIMBS = (0, 1, 0x80000000, 0xFFFFFFFF)


def number(limbs):
    n = 0
    for limb in limbs:
        n = n << 32 | limb
    return n


def combinations(count, limbs):
    if count == 0:
        yield ()
        return
    for rest in combinations(count - 1, limbs):
        for limb in limbs:
            yield rest + (limb,)


def divide_all(dividends, divisors):
    checksum = wrong = 0
    for y in divisors:
        for x in dividends:
            q, r = x // y, x % y
            if q * y + r != x or not 0 <= r < y:
                wrong += 1
            checksum = (checksum * 31 + (q ^ r)) % 0xFFFFFFFB
            if -x // y != -q - (r > 0) or x // -y != -q - (r > 0) or -x % y != (y - r) % y:
                wrong += 1
    return checksum, wrong


def main():
    long = [number(c) for c in combinations(3, LIMBS)]
    for count in (1, 2):
        divisors = [number(c) for c in combinations(count, LIMBS) if c[0]]
        print(count, divide_all(long, divisors))
    few = (1, 0xFFFFFFFF)
    long = [number(c) for c in combinations(4, few)]
    print(3, divide_all(long, [number(c) for c in combinations(3, few)]))
    x = number((0x7FFFFFFF, 0xFFFFFFFF, 0, 0, 5))
    y = number((0x40000000, 0, 0xFFFFFFFF))
    print(x // y, x % y, y // x, y % x, -y // x, -y % x, divmod(x, -y))
    # Sums where carries run through, and products of a long and a short number.
    a, b = (1 << 96) - 1, (1 << 160) - 1
    print(a + 1, b + a, b - a, a - b, -b - 1, b + 1 - b, a + a, a - (a - 1))
    print(a * 3, 3 * a, b * a == a * b, (a * b + a) // a, 0 * b, b * -1)


main()
