# Non-ASCII text: length, indexing, slices, ord, chr, comparison, encode.

TEXT = "naïve café – 東京 😀"


def main():
    print(TEXT)
    print(len(TEXT), TEXT[2], TEXT[-1], TEXT[9], TEXT[13:15], TEXT[::-1])
    print([ord(c) for c in "aé東😀"], chr(233), chr(0x6771), chr(128512), ord("€"))
    print(TEXT.find("東"), TEXT.index("é"), TEXT.count("a"), "京" in TEXT, TEXT.split(" "))
    print("é".encode(), "東".encode("utf-8"), "😀".encode("utf-8"), b"\xc3\xa9".decode())
    print("é" < "z", "é" > "z", "東" < "😀", "é" == "\u00e9", "e\u0301" == "é", len("e\u0301"))
    print(TEXT.upper(), "ÑANDÚ".lower(), "ß".upper())
    print(TEXT.replace("é", "e").replace("ï", "i"), "東京".center(6, "*"), "日".zfill(3))
    for c in "aé😀":
        print(c, len(c.encode()), c.isalpha())
    print("naïve".startswith("naï"), "{}→{}".format("a", "b"), "%s…" % "wait")
    try:
        chr(0x110000)
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        ord("ab")
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        b"\xff".decode()
    except UnicodeDecodeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
