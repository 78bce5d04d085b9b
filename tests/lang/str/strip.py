# strip, lstrip, rstrip with and without arguments; removeprefix and removesuffix.


def main():
    for s in ("  both  ", "\t\nmixed \r\n", "none", "", "   "):
        print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()))
    print("xxabcxx".strip("x"), "xyabcyx".strip("xy"), "abc".strip("z"), "aaa".strip("a") == "")
    print("www.site.org".lstrip("w."), "1.2300".rstrip("0"), "1.000".rstrip("0").rstrip("."))
    print(" a ".strip(None) + "|")
    print("TestHook".removeprefix("Test"), "TestHook".removeprefix("Hook"), "aa".removeprefix("a"))
    print("file.py".removesuffix(".py"), "file.py".removesuffix(".txt"), "file".removesuffix(""))
    print("".removeprefix("a") == "", "abc".removeprefix("abc") == "")


if __name__ == "__main__":
    main()
