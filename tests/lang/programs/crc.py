# CRC-8, CRC-16 and CRC-32 by table and bit by bit, checked against each other.


def make_table(bits, poly, reflected):
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        if reflected:
            crc = byte
            for _ in range(8):
                crc = (crc >> 1) ^ poly if crc & 1 else crc >> 1
        else:
            crc = byte << (bits - 8)
            for _ in range(8):
                crc = ((crc << 1) ^ poly if crc & top else crc << 1) & mask
        table.append(crc)
    return tuple(table)


CRC8 = make_table(8, 0x07, False)
CCITT = make_table(16, 0x1021, False)
CRC32 = make_table(32, 0xEDB88320, True)


def crc8(data):
    crc = 0
    for b in data:
        crc = CRC8[crc ^ b]
    return crc


def ccitt(data, crc=0xFFFF):
    for b in data:
        crc = ((crc << 8) & 0xFFFF) ^ CCITT[(crc >> 8) ^ b]
    return crc


def crc32(data):
    crc = 0xFFFFFFFF
    for b in data:
        crc = (crc >> 8) ^ CRC32[(crc ^ b) & 0xFF]
    return crc ^ 0xFFFFFFFF


def ccitt_slow(data):
    crc = 0xFFFF
    for b in data:
        crc ^= b << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
            crc &= 0xFFFF
    return crc


def main():
    print(CRC8[:6], CCITT[:4], [hex(x) for x in CRC32[:4]], len(CRC32), sum(CCITT))
    for data in (b"", b"123456789", b"\x00" * 4, bytes(range(64)), "größe".encode()):
        print(len(data), f"{crc8(data):#04x} {ccitt(data):#06x} {crc32(data):#010x}", ccitt(data) == ccitt_slow(data))
    frame = b"payload"
    whole = frame + ccitt(frame).to_bytes(2, "big")
    print(ccitt(whole), ccitt(b"load", ccitt(b"pay")) == ccitt(frame))


if __name__ == "__main__":
    main()
