# Floor division, modulo and divmod of floats; signs and zero.

PAIRS = [(7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (6.0, 3.0), (0.0, 5.0), (5.5, 0.5), (1.0, 0.1)]


def main():
    for a, b in PAIRS:
        print(a, b, a // b, a % b, divmod(a, b))
    print(7 // 2.0, 7.0 // 2, -7 // 2.0, 7 % 2.5, -7 % 2.5)
    print(1e300 // 1e-5 > 1e304, 0.0 % -3.0)
    for op in ("/", "//", "%", "divmod"):
        try:
            if op == "/":
                print(1.0 / 0.0)
            elif op == "//":
                print(1.0 // 0.0)
            elif op == "%":
                print(1.0 % 0.0)
            else:
                print(divmod(1.0, 0.0))
        except ZeroDivisionError as e:
            print(op, type(e).__name__)


if __name__ == "__main__":
    main()
