# int.to_bytes and int.from_bytes in both byte orders, signed and unsigned.


def main():
    print((1).to_bytes(2, "big"), (1).to_bytes(2, "little"))
    print((0x12345678).to_bytes(4, "big"), (0x12345678).to_bytes(4, "little"))
    print((-2).to_bytes(2, "big", signed=True), (-129).to_bytes(2, "little", signed=True))
    print((0).to_bytes(1, "big"), (255).to_bytes(3, "big"))
    print(int.from_bytes(b"\x01\x02", "big"), int.from_bytes(b"\x01\x02", "little"))
    print(int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes(b"\xff\xfe", "big"))
    print(int.from_bytes(b"", "big"), int.from_bytes(bytearray(b"\x10"), "little"))
    print(int.from_bytes([1, 0, 0], "big"))
    big = 2**100 + 12345
    packed = big.to_bytes(13, "little")
    print(packed.hex(), int.from_bytes(packed, "little") == big)
    for n in (0, 1, 127, 128, 255, 256, 65535):
        width = (n.bit_length() + 7) // 8 or 1
        print(n, n.bit_length(), width, n.to_bytes(width, "big").hex())
    try:
        (256).to_bytes(1, "big")
    except OverflowError as e:
        print(type(e).__name__, e)
    try:
        (-1).to_bytes(1, "big")
    except OverflowError as e:
        print(type(e).__name__, e)
    try:
        (128).to_bytes(1, "big", signed=True)
    except OverflowError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
