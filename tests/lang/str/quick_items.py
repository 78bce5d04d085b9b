# Characters by index, `in` and comparisons of strs themselves, beside those of subclasses and other values.


class Text(str):
    def __getitem__(self, i):
        return "item " + str(i)

    def __contains__(self, other):
        return other == "yes"

    def __eq__(self, other):
        return "maybe"

    def __lt__(self, other):
        return "less"

    __hash__ = str.__hash__


class Plain(str):
    pass


def made(text):
    return "".join([c for c in text])


def attempt(f):
    try:
        return f()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def main():
    word = made("hello")
    print([word[i] for i in range(-5, 5)], word[True], word[False])
    for i in (5, -6, 1 << 30, -(1 << 31), 1 << 70, "a", None, 1.0):
        print(attempt(lambda: word[i]), attempt(lambda: ""[i]), attempt(lambda: "x"[i]))
    print("x"[0], "x"[-1], "é"[0], "aé"[0], "aé"[1], "日本語"[-1], Plain("abc")[1], Text("abc")[1])
    c = word[1]
    print(c == "e", c is not None, c.isascii(), len(c), {"e": 1}[c], hash(c) == hash("e"), c + "x", c in "hey")
    for needle in ("", "h", "o", "ell", "lo!", "hello", "hellohello", "é"):
        print(repr(needle), needle in word, needle in "é", needle not in word, needle in "", 1 if needle in word else 0)
    for other in (1, None, b"h", ["h"]):
        print(attempt(lambda: other in word))
    print("yes" in Text("no"), "n" in Text("no"), Plain("h") in word, word in Plain("hello!"), "h" in Plain("oh"))
    # Texts that differ in one place, of every length around a word's.
    base = "abcdefghijk"
    wrong = []
    for n in range(11):
        for m in range(11):
            x, y = made(base[:n]), made(base[:m])
            if (x == y) != (n == m) or (x != y) != (n != m) or (x < y) != (n < m) or (x >= y) != (n >= m):
                wrong.append((n, m))
        for at in range(n):
            x = made(base[:n])
            y = made(base[:at] + "z" + base[at + 1 : n])
            if x == y or not x != y or not x < y or x >= y:
                wrong.append((n, at))
    print(wrong, made("é") == made("é"), made("é") == made("è"), "a\0" == made("a"), made("a\0") > "a")
    count = 0
    for pair in (("a", 1), (1, "a"), ("1", 1), (None, "a"), ("a", b"a"), ("a", Plain("a")), ("a", ["a"]), (True, 1), (1.0, 1), (None, None)):
        x, y = pair
        if x == y:
            count += 1
        if x != y:
            count += 100
        print(attempt(lambda: x < y), attempt(lambda: x >= y))
    print(count, Text("a") == "a", "a" == Text("b"), Text("a") < "b", "maybe" if Text("a") == "b" else "no")
    while word != "":
        word = word[1:]
        count += 1
    print(count)


main()
