# Text of integers: str, repr, hex, oct, bin and their inverse.

SAMPLES = (0, 1, -1, 9, 10, 255, -256, 65535, 2**31, -(2**31), 10**24)


def main():
    for n in SAMPLES:
        print(n, str(n), repr(n), hex(n), oct(n), bin(n))
        assert int(hex(n), 16) == n
        assert int(bin(n), 2) == n
        assert int(oct(n), 8) == n
    print(str(12) + str(34), len(str(10**50)))
    digits = 0
    for ch in str(2**100):
        digits += int(ch)
    print(digits)
    try:
        hex(1.5)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        bin("1")
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
