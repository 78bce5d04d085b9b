# Masked arithmetic as checksums and random generators use it.

M32 = 0xFFFFFFFF


def lcg(seed):
    return (seed * 1664525 + 1013904223) & M32


def xorshift(x):
    x ^= (x << 13) & M32
    x ^= x >> 17
    x ^= (x << 5) & M32
    return x & M32


def fnv1a(data):
    h = 0x811C9DC5
    for b in data:
        h = ((h ^ b) * 0x01000193) & M32
    return h


def to_signed(x):
    return x - (1 << 32) if x & 0x80000000 else x


def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return (b << 16) | a


def main():
    seed = 1
    for _ in range(5):
        seed = lcg(seed)
        print(seed, to_signed(seed))
    x = 2463534242
    for _ in range(5):
        x = xorshift(x)
        print(x)
    print(hex(fnv1a(b"")), hex(fnv1a(b"a")), hex(fnv1a(b"hello world")))
    print(hex(adler(b"Wikipedia")))
    print(to_signed(M32), to_signed(0x7FFFFFFF), to_signed(0x80000000))


if __name__ == "__main__":
    main()
