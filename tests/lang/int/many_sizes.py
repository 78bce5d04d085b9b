# Products, quotients and remainders of integers of many sizes and signs, as a checksum; and limits of the limbs.
def go():
    s = 12345
    h = 0
    def rnd(bits):
        nonlocal s
        r = 0
        while bits > 0:
            s = (s * 1103515245 + 12345) & 0x7fffffff
            k = s >> 16
            mode = s & 3
            r = (r << 15) | (k & 0x7fff if mode else (0x7fff if k & 1 else 0))
            bits -= 15
        return r
    for i in range(400):
        a = rnd(15 + i * 7 % 300); b = rnd(15 + i * 13 % 170) or 1
        if i & 1: a = -a
        if i & 2: b = -b
        q, r = a // b, a % b
        m = a * b
        assert q * b + r == a, (a, b)
        h = (h * 31 + q % 1000003 + r % 1000033 + m % 1000037) % 30000001
    print(h)
    print((1 << 64) // -3, -(1 << 64) // (1 << 32), -(1 << 64) % (1 << 32), ((1 << 64) - 1) // ((1 << 32) - 1), -((1 << 96) - 1) // ((1 << 32) - 1), -(1 << 96) // ((1 << 95) + 1), 0 * (1 << 70), (1 << 70) * 0, (1 << 70) * -1)
go()
