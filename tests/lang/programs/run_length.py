# Run-length coding of text and of bytes, with a round-trip check.


def encode_text(text):
    out = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        run = j - i
        out.append((str(run) if run > 1 else "") + text[i])
        i = j
    return "".join(out)


def decode_text(code):
    out = ""
    count = ""
    for ch in code:
        if ch.isdigit():
            count += ch
        else:
            out += ch * int(count or 1)
            count = ""
    if count:
        raise ValueError("dangling count " + count)
    return out


def encode_bytes(data):
    out = bytearray()
    i = 0
    while i < len(data):
        run = 1
        while i + run < len(data) and run < 255 and data[i + run] == data[i]:
            run += 1
        out += bytes([run, data[i]])
        i += run
    return bytes(out)


def decode_bytes(code):
    if len(code) % 2:
        raise ValueError("odd length")
    return b"".join(bytes([code[i + 1]]) * code[i] for i in range(0, len(code), 2))


def main():
    for text in ("", "a", "aaab", "abc", "wwwwwwwwwwwwbw", "zz" * 30):
        code = encode_text(text)
        print(repr(code), decode_text(code) == text)
    for data in (b"", b"\x00" * 600, b"abc", bytes([1, 1, 2]) * 4):
        code = encode_bytes(data)
        print(len(data), len(code), code[:8], decode_bytes(code) == data)
    for bad in (lambda: decode_text("3"), lambda: decode_bytes(b"abc")):
        try:
            bad()
        except ValueError as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    main()
