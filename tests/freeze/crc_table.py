# Large pure tables built at module level and used by deferred code.


def make_crc(poly):
    table = []
    for byte in range(256):
        crc = byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ poly if crc & 0x8000 else crc << 1) & 0xFFFF
        table.append(crc)
    return table


TABLE = make_crc(0x1021)
FROZEN = tuple(TABLE)
INVERSE = {v: i for i, v in enumerate(TABLE)}
PRIMES = [n for n in range(2, 400) if all(n % d for d in range(2, int(n**0.5) + 1))]
SQUARES = {n * n: n for n in PRIMES[:10]}


def crc(data):
    value = 0xFFFF
    for b in data:
        value = ((value << 8) & 0xFFFF) ^ FROZEN[(value >> 8) ^ b]
    return value


print(hex(crc(b"123456789")), len(TABLE), len(INVERSE), INVERSE[TABLE[77]])
TABLE[0] = 9999
print(FROZEN[0], TABLE[0], hex(crc(b"123456789")), len(PRIMES), PRIMES[-1], SQUARES)
