"""Consistent overhead byte stuffing: the coded packet has no zero byte, so zero can end a frame."""


class CobsError(ValueError):
    pass


def encode(data):
    out = bytearray(b"\x00")
    code_at = 0
    for byte in data:
        if byte:
            out.append(byte)
        if not byte or len(out) - code_at == 255:
            out[code_at] = len(out) - code_at
            code_at = len(out)
            out.append(0)
    out[code_at] = len(out) - code_at
    return bytes(out)


def decode(data):
    out = bytearray()
    at = 0
    while at < len(data):
        code = data[at]
        if code == 0:
            raise CobsError("zero byte inside a frame")
        end = at + code
        if end > len(data):
            raise CobsError("frame is cut short")
        out += data[at + 1:end]
        at = end
        if code < 255 and at < len(data):
            out.append(0)
    return bytes(out)
