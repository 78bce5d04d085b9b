# And, or, xor, invert and shifts, including negative numbers and wide results.

MASK = 0xFF


def popcount(n):
    count = 0
    while n:
        n &= n - 1
        count += 1
    return count


def rotate8(x, k):
    return ((x << k) | (x >> (8 - k))) & MASK


def main():
    print(12 & 10, 12 | 10, 12 ^ 10, ~12)
    print(-12 & 10, -12 | 10, -12 ^ 10, -1 & 0xFFFF)
    print(1 << 0, 1 << 10, 1 << 40, -1 << 3)
    print(1024 >> 3, -1024 >> 3, -1 >> 10, 5 >> 100)
    print(popcount(0), popcount(255), popcount(0x10101))
    print([rotate8(0b10010110, k) for k in range(8)])
    x = 0b1010
    x &= 0b0110
    print(x)
    x |= 1
    print(x)
    x ^= 7
    print(x)
    x <<= 5
    print(x)
    x >>= 2
    print(x)
    big = 1 << 100
    print(big | 1, big & (big - 1), (big ^ (big >> 1)) >> 90)
    print(-big >> 98, ~big & 0xFFFF)
    print(True & False, True | False, True ^ True)
    try:
        print(1 << -1)
    except ValueError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
