# bytes literals, indexing, slicing, concatenation, comparison, repr.

MAGIC = b"\x7fELF"


def main():
    print(MAGIC, len(MAGIC), MAGIC[0], MAGIC[-1], MAGIC[1:], MAGIC[::-1])
    print(b"", b"abc" + b"def", b"ab" * 3, b"a" b"b")
    print(b"tab\t nl\n quote' both'\"", b"\x00\x01\xff", b"\\", br"\n")
    print(b"abc" == b"abc", b"abc" < b"abd", b"abc" != b"ABC", b"a" == "a", b"" < b"\x00")
    print(list(b"AZ"), [hex(b) for b in b"\x10\x20"], sum(b"\x01\x02\x03"), max(b"az"))
    print(98 in b"abc", b"bc" in b"abc", b"x" in b"abc", b"" in b"")
    print(bytes(3), bytes([65, 66]), bytes("hé", "utf-8"), bytes(b"copy"), bytes(range(5)), bytes())
    print(bool(b""), bool(b"\x00"), {b"k": 1}[b"k"], isinstance(b"", bytes))
    for b in b"hi":
        print(b, end=" ")
    print()


if __name__ == "__main__":
    main()
