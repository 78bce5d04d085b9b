# split, rsplit, splitlines, partition, rpartition and join.

CSV = "id,name,,value"


def main():
    print("a b  c".split(), "  lead and trail  ".split(), "".split(), "   ".split())
    print(CSV.split(","), "".split(","), ",".split(","), "abc".split("x"))
    print("a,b,c,d".split(",", 2), "a,b,c,d".rsplit(",", 2), "a b c d".split(None, 1), " a b  c ".rsplit(None, 1))
    print("a--b--c".split("--"), "aXXXb".split("XX"), "a,b".split(",", 0))
    print("one\ntwo\r\nthree\rfour".splitlines(), "x\n".splitlines(), "".splitlines(), "a\n\nb".splitlines())
    print("a\nb\r\n".splitlines(True))
    print("key=value=x".partition("="), "key".partition("="), "key=value=x".rpartition("="), "key".rpartition("="))
    print("-".join(["a", "b", "c"]), "".join(["x", "y"]), ", ".join([]), "-".join("abc"), "-".join(("one",)))
    print("/".join(str(i) for i in range(4)))
    print(" ".join("to be or not".split()[::-1]))
    try:
        "a".split("")
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        ",".join([1, 2])
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        ",".join(5)
    except TypeError as e:
        print(type(e).__name__)
    try:
        "a".partition("")
    except ValueError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
