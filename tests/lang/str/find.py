# find, rfind, index, rindex, count, startswith, endswith, in.

TEXT = "the cat sat on the mat"


def positions(text, part):
    result = []
    at = text.find(part)
    while at >= 0:
        result.append(at)
        at = text.find(part, at + 1)
    return result


def main():
    print(TEXT.find("the"), TEXT.rfind("the"), TEXT.find("dog"), TEXT.rfind("dog"), TEXT.find(""))
    print(TEXT.find("the", 1), TEXT.find("at", 5, 8), TEXT.find("at", -2), TEXT.rfind("at", 0, 10), TEXT.find("", 99))
    print(TEXT.index("cat"), TEXT.rindex("t"), "abc".index("c", -1))
    print(TEXT.count("at"), TEXT.count("x"), "aaaa".count("aa"), "abc".count(""), TEXT.count("t", 5, 12))
    print(positions(TEXT, "at"), positions("aaaa", "aa"))
    print(TEXT.startswith("the"), TEXT.startswith("cat"), TEXT.startswith("cat", 4), TEXT.startswith(("a", "th")))
    print(TEXT.endswith("mat"), TEXT.endswith("the"), TEXT.endswith(("dog", "at")), TEXT.endswith(""), "".startswith(""))
    print("abc".startswith("abcd"), "abc".startswith("b", 1, 2), "abc".endswith("b", 0, 2), "abc".startswith(()))
    try:
        TEXT.index("dog")
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        TEXT.rindex("dog")
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        TEXT.find(1)
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
