"""CRC-16/CCITT-FALSE with a table that is computed when the module loads."""

POLYNOMIAL = 0x1021
INITIAL = 0xFFFF


def _entry(byte):
    crc = byte << 8
    for _ in range(8):
        crc = (crc << 1) ^ POLYNOMIAL if crc & 0x8000 else crc << 1
    return crc & 0xFFFF


TABLE = tuple(_entry(byte) for byte in range(256))


def crc16(data, crc=INITIAL):
    for byte in data:
        crc = ((crc << 8) & 0xFFFF) ^ TABLE[(crc >> 8) ^ byte]
    return crc


assert crc16(b"123456789") == 0x29B1
