# Fixed-layout records packed and unpacked with shifts and to_bytes.

HEADER = b"\xa5\x5a"


def pack(kind, value, name):
    body = bytearray(HEADER)
    body.append(kind)
    body += value.to_bytes(4, "little", signed=True)
    raw = name.encode()
    body.append(len(raw))
    body += raw
    body.append(sum(body) & 0xFF)
    return bytes(body)


def unpack(frame):
    if frame[:2] != HEADER:
        raise ValueError("bad header " + frame[:2].hex())
    if sum(frame[:-1]) & 0xFF != frame[-1]:
        raise ValueError("bad sum")
    value = frame[3] | frame[4] << 8 | frame[5] << 16 | frame[6] << 24
    if value >= 1 << 31:
        value -= 1 << 32
    return frame[2], value, frame[8:8 + frame[7]].decode()


def main():
    for record in ((1, 1000, "alpha"), (2, -1, ""), (255, -(2**31), "é")):
        frame = pack(*record)
        print(frame.hex(), unpack(frame) == record)
    damaged = bytearray(pack(3, 5, "x"))
    damaged[4] ^= 0x10
    for frame in (bytes(damaged), b"\x00\x00"):
        try:
            print(unpack(frame))
        except ValueError as e:
            print("ValueError", e)


if __name__ == "__main__":
    main()
