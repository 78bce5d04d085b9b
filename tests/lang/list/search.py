# index, count, remove, reverse, in.

WORDS = ["red", "green", "blue", "green"]


class Odd:
    def __eq__(self, other):
        return other % 2 == 1


def main():
    print(WORDS.index("green"), WORDS.index("green", 2), WORDS.index("blue", -3, -1), WORDS.count("green"), WORDS.count("x"))
    numbers = [1, 2, 3, 2, 1]
    numbers.remove(2)
    print(numbers)
    numbers.reverse()
    print(numbers, list(reversed(numbers)), numbers[::-1])
    print(1.0 in numbers, True in numbers, "1" in numbers, None in [None])
    print(Odd() in [2, 4, 7], [2, 4, 6].count(Odd()), [2, 3].index(Odd()))
    try:
        WORDS.index("pink")
    except ValueError as e:
        print(type(e).__name__)
    try:
        WORDS.index("red", 1)
    except ValueError as e:
        print(type(e).__name__)
    try:
        numbers.remove(99)
    except ValueError as e:
        print(type(e).__name__, e)
    print(WORDS)


if __name__ == "__main__":
    main()
