"""Packets: kind, sequence number, scaled readings, CRC; big-endian, then COBS and a zero byte."""

import cobs
from crc16 import crc16

KIND_DATA = 0x10
KIND_EVENT = 0x20
SCALE = 100


class FrameError(Exception):
    """The bytes are no valid frame; `reason` is a word for the statistics."""

    def __init__(self, reason, detail=""):
        super().__init__(reason, detail)
        self.reason = reason


def pack(kind, sequence, values):
    body = bytearray([kind, sequence & 0xFF, len(values)])
    for value in values:
        body += round(value * SCALE).to_bytes(4, "big", signed=True)
    body += crc16(body).to_bytes(2, "big")
    return cobs.encode(body) + b"\x00"


def unpack(coded):
    try:
        raw = cobs.decode(coded)
    except cobs.CobsError as e:
        raise FrameError("framing", str(e)) from e
    if len(raw) < 5 or len(raw) != 5 + 4 * raw[2]:
        raise FrameError("length", str(len(raw)))
    body, check = raw[:-2], int.from_bytes(raw[-2:], "big")
    if crc16(body) != check:
        raise FrameError("crc", f"{crc16(body):#06x} != {check:#06x}")
    values = [int.from_bytes(body[i:i + 4], "big", signed=True) / SCALE for i in range(3, len(body), 4)]
    return body[0], body[1], values
