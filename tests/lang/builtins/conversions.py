# Constructors as conversions: int, float, str, bool, list, tuple, set, dict, bytes, chr, ord.


def main():
    print(int("12") + int(3.7), float("1.5") + 1, str(15) + str(2.0) + str(None), bool("") or bool("x"))
    print(list("ab"), list((1, 2)), list({"k": 1}), tuple([1]), tuple("xy"), sorted(set("aab")), dict([(1, 2)]), dict(zip("ab", (1, 2))))
    print(bytes([65, 66]), bytes("é", "utf-8"), bytearray(2), bytearray("x", "ascii"), list(b"AB"))
    print(chr(65), ord("A"), chr(ord("a") + 1), [chr(c) for c in range(97, 101)], hex(ord("é")))
    print(hex(255), oct(8), bin(5), hex(-1), round(2.567, 1), round(7.5), round(-7.5))
    print(str([1, "a", None]), str({"k": (1,)}), str(b"x"), str(range(3)), str(1e10), str({1}))
    print(repr("a"), repr([1, "b"]), ascii("é"), str(int), repr(int), str(type(None)), type([]))
    print(object is not None, type(1) is int, type("") == str, type(int).__name__)
    print(str(), list(), tuple(), dict(), int(), float(), bytes(), bool())
    a = [1, [2]]
    b = list(a)
    b[1].append(3)
    b.append(4)
    print(a, b, tuple(a) == tuple(b))
    for f in (lambda: list(1), lambda: tuple(None), lambda: dict([1]), lambda: set(5), lambda: chr("a"), lambda: ord(5), lambda: int("1", 99)):
        try:
            print(f())
        except (TypeError, ValueError) as e:
            print(type(e).__name__)


if __name__ == "__main__":
    main()
