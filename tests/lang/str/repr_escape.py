# repr of strings: quotes, escapes, non-printable and non-ASCII characters; ascii().

SAMPLES = ["plain", "it's", 'say "hi"', "both ' and \"", "tab\t", "nl\n", "cr\r", "nul\0", "bell\x07", "back\\", "é", "\x7f", "\x80", "\u200b", "😀", ""]


def main():
    for s in SAMPLES:
        print(repr(s), len(s))
    print([s for s in SAMPLES[:4]])
    print(("one",), {"k": "v'"}, str(["a\n"]))
    print(ascii("é東😀x"), ascii(["é"]), ascii("plain"))
    print("%r %s" % ("q'", "q'"), "{!r} {!s} {!a}".format("é", "é", "é"))
    print(str("x\ty") == "x\ty", repr(repr("a")), repr("'"))


if __name__ == "__main__":
    main()
