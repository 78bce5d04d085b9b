# Slices of strings with every kind of bound and step.

TEXT = "0123456789"


def main():
    print(TEXT[2:5], TEXT[:3], TEXT[7:], TEXT[:], TEXT[5:2], TEXT[100:])
    print(TEXT[-3:], TEXT[:-3], TEXT[-5:-2], TEXT[-100:3])
    print(TEXT[::2], TEXT[1::3], TEXT[::-1], TEXT[8:2:-2], TEXT[2:8:-1])
    print(TEXT[-1:-11:-3], TEXT[None:None:None], TEXT[slice(1, 4)])
    for i in range(-2, 12, 4):
        print(i, TEXT[i:i + 3])
    print("abc"[0:1], "abc"[1:1] == "", len(TEXT[3:9:4]))
    word = "racecar"
    print(word == word[::-1], "ab"[::-1])
    try:
        TEXT[::0]
    except ValueError as e:
        print(type(e).__name__, e)
    try:
        TEXT["a":]
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
