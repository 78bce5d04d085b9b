# replace with and without a count, and character translation by hand.

MORSE = {"s": "...", "o": "---", " ": "/"}


def rot13(text):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            ch = chr((ord(ch) - 97 + 13) % 26 + 97)
        elif "A" <= ch <= "Z":
            ch = chr((ord(ch) - 65 + 13) % 26 + 65)
        out.append(ch)
    return "".join(out)


def main():
    print("banana".replace("a", "o"), "banana".replace("an", "<an>"), "banana".replace("x", "y"))
    print("banana".replace("a", "o", 1), "banana".replace("a", "", 2), "banana".replace("a", "o", 0), "banana".replace("a", "o", -1))
    print("abc".replace("", "-"), "".replace("", "x"), "".replace("a", "x") == "", "abc".replace("", "-", 2))
    print("aaa".replace("aa", "b"), "a.b.c".replace(".", "::"))
    print(rot13("Hello, World!"), rot13(rot13("Round trip")))
    print(" ".join(MORSE[c] for c in "sos so"))
    print("one two".replace(" ", "\n"))
    try:
        "a".replace(1, 2)
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
