# Less common methods: casefold, istitle, isascii, isidentifier, isdecimal, isprintable, translate.

TABLE = {ord("a"): "4", ord("e"): None, ord("o"): 48}


def main():
    print("abc".casefold(), "Straße".casefold(), "Title Case".istitle(), "Not title".istitle())
    print("abc".isascii(), "é".isascii(), "".isascii(), "12".isdecimal(), "1.2".isdecimal(), "12".isnumeric())
    print("x1".isidentifier(), "1x".isidentifier(), "".isidentifier(), "a\n".isprintable(), "ab".isprintable())
    print("a real hoe".translate(TABLE), "abc".translate(str.maketrans("ab", "xy")), "abc".translate(str.maketrans("a", "z", "c")))
    print("{k} {v:>3}".format_map({"k": 1, "v": 2}), "a-b".rindex("-"))


if __name__ == "__main__":
    main()
