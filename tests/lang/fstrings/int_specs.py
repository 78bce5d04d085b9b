# Format specs of integers.

VALUES = (0, 5, -5, 1234567, -1234567)


def main():
    for n in VALUES:
        print(f"[{n}] [{n:d}] [{n:5}] [{n:<5}] [{n:>5}] [{n:^5}] [{n:=5}]")
        print(f"[{n:05}] [{n:+}] [{n: }] [{n:-}] [{n:*>8}] [{n:*<8}] [{n:*^9}] [{n:+06d}]")
        print(f"[{n:,}] [{n:_}] [{n:15,}] [{n:015,}] [{n:+,}]")
        print(f"[{n:b}] [{n:o}] [{n:x}] [{n:X}] [{n:#b}] [{n:#o}] [{n:#x}] [{n:#X}] [{n:#010x}] [{n:08b}] [{n:_b}]")
    print(f"{65:c} {8364:c} {True} {True:d} {True:5} {10**20:,} {2**70:x}")
    print(f"{3:.2f} {3:e} {3:g} {3:%} {10**15:g}")
    print(f"{255:>#6x}|{255:<#6x}|{255:^#8x}|{-255:#x}")
    for spec in ("z", ".3d", "s", ",x", "5q"):
        try:
            print(format(7, spec))
        except ValueError as e:
            print(spec, type(e).__name__)


if __name__ == "__main__":
    main()
