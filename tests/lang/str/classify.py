# isdigit, isalpha, isalnum, isspace.

SAMPLES = ["", "abc", "ABC", "123", "a1", "a b", " ", "\t\n", "-1", "1.5", "_x", "9x", "é", "x_9"]


def kinds(s):
    flags = ""
    flags += "d" if s.isdigit() else "-"
    flags += "a" if s.isalpha() else "-"
    flags += "n" if s.isalnum() else "-"
    flags += "s" if s.isspace() else "-"
    return flags


def words(text):
    result = []
    word = ""
    for ch in text + " ":
        if ch.isalnum() or ch == "_":
            word += ch
        elif word:
            result.append(word)
            word = ""
    return result


def main():
    for s in SAMPLES:
        print(repr(s), kinds(s))
    print(words("x_1 = foo(bar, 42) + baz"))
    print([c for c in "a1 B2\t!" if c.isalpha()], [c for c in "a1 B2\t!" if c.isdigit()])


if __name__ == "__main__":
    main()
