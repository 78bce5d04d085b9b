# print: sep, end, several arguments, objects, empty calls.


class Thing:
    def __str__(self):
        return "thing"


def main():
    print()
    print("a", "b", 1, None, 2.5, [1], Thing())
    print("a", "b", sep="")
    print("a", "b", "c", sep=", ")
    print(1, 2, 3, sep="\n")
    print("no newline", end="")
    print(" same line", end="!\n")
    print(end="only end\n")
    print("x", sep="unused")
    print("sep none", 1, sep=None, end=None)
    print(*range(5))
    print(*"abc", sep="-", end=".\n")
    print("é", "東京", "😀")
    print("a\tb\\n")
    print("", "", sep="|")
    print([Thing()] != [], (Thing(),)[0], {"k": str(Thing())})
    print("x" * 200)
    print(print("inner"))
    try:
        print("a", sep=5)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print("a", bogus=1)
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
