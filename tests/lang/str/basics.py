# Literals, concatenation, repetition, length, indexing.

GREETING = "hello"


def main():
    print("hello")
    print(GREETING + ", " + "world")
    print("ab" * 3, 2 * "xy", "z" * 0, "z" * -1)
    print(len(""), len("abc"), len(GREETING))
    print(GREETING[0], GREETING[4], GREETING[-1], GREETING[-5])
    print('single', "double", 'it\'s', "say \"hi\"")
    print("tab\there", "back\\slash", "new\\n", r"raw\n")
    print("line one\nline two")
    print("""triple
quoted""")
    print("joined " "together")
    print("\x41\u0042\U00000043\103")
    s = "a"
    s += "b"
    s *= 3
    print(s)
    print("a" == "a", "a" != "b", "a" < "b", "Z" < "a", "abc" < "abd", "ab" < "abc", "" < "a")
    print("ell" in "hello", "x" in "hello", "" in "", "h" not in "hello")
    for ch in "abc":
        print(ch, end=" ")
    print()
    print(str(12) + "!", str(None), str(True), str(1.5))


if __name__ == "__main__":
    main()
