# upper, lower, title, capitalize, swapcase and the case tests.

WORDS = ["hello", "Hello World", "MIXED case 123", "they're bill's", "x", "", "a1b2", "ABC"]


def main():
    for w in WORDS:
        print(repr(w), w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase())
        print(w.isupper(), w.islower())
    print("straße".lower(), "ÄÖÜ".lower(), "äöü".upper(), "éa".title())
    print("Hello".lower() == "hELLO".lower())
    print("123".isupper(), "123".islower(), "a1".islower(), "A1".isupper())
    print("".join(c.upper() if i % 2 else c.lower() for i, c in enumerate("alternate")))


if __name__ == "__main__":
    main()
