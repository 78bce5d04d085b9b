# Less common: % formatting of bytes, grouped hex, other codecs and error modes.


def main():
    print(b"%d-%s" % (5, b"x"), b"%02x|%c|%%" % (10, 65))
    print(b"\x01\x02\x03".hex(" "), b"\x01\x02\x03".hex("-", 2), bytearray(b"\xab\xcd").hex(":"))
    print("é".encode("latin-1"), b"\xe9".decode("latin-1"), "é?".encode("ascii", "replace"), "aé".encode("ascii", "ignore"))
    print(b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "ignore"))
    print(b"abc".translate(None, b"b"), b"tab\t".expandtabs(4), b"Ab".swapcase(), b"a b".title())


if __name__ == "__main__":
    main()
