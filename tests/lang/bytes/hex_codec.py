# hex, fromhex, decode, encode.

KEY = bytes.fromhex("00 ff 10 AB")


def main():
    print(KEY, KEY.hex(), bytearray(KEY).hex())
    print(bytes.fromhex(""), bytes.fromhex("0a0B"), bytearray.fromhex("01 02"))
    print("héllo".encode(), "héllo".encode("utf-8"), "hello".encode("ascii"))
    print(b"h\xc3\xa9llo".decode(), b"hello".decode("ascii"), bytearray(b"abc").decode("utf-8"))
    print(str(b"abc", "utf-8"), str(b"abc"))
    for text in ("0", "zz", "0x10", "1 2"):
        try:
            print(bytes.fromhex(text))
        except ValueError as e:
            print(type(e).__name__)
    try:
        b"\x80abc".decode()
    except UnicodeDecodeError as e:
        print(type(e).__name__, isinstance(e, ValueError))
    try:
        "é".encode("ascii")
    except UnicodeEncodeError as e:
        print(type(e).__name__, isinstance(e, ValueError))


if __name__ == "__main__":
    main()
