# Format specs of strings and other objects; conversions; nested specs.

ROWS = [("temp", 21.5, "C"), ("pressure", 1013.25, "hPa"), ("rh", 4.0, "%")]


def main():
    s = "abc"
    print(f"[{s}] [{s:6}] [{s:<6}] [{s:>6}] [{s:^6}] [{s:*^7}] [{s:.2}] [{s:6.1}|] [{s:s}]")
    print(f"{s!r} {s!s} {'é'!a} {s!r:>8} {'it' + chr(39) + 's'!r}")
    width, prec = 10, 2
    print(f"[{s:{width}}] [{3.14159:{width}.{prec}f}] [{s:{'*'}^{width}}] [{7:{'0'}{4}}]")
    for name, value, unit in ROWS:
        print(f"{name:<10}|{value:>9.2f} {unit}")
    print(f"{[1, 2]} {(1,)!s:>8} {None!r:^8} {str(None):>6} {True!s:>6}")
    x, y = 5, 2.5
    print(f"{x=} {y = } {x + 1=} {s=} {s=!s} {y=:.3f} {x=:>4}")
    for bad in (lambda: f"{s:d}", lambda: f"{s:+}", lambda: f"{s:,}", lambda: f"{s:=5}"):
        try:
            print(bad())
        except ValueError as e:
            print(type(e).__name__)
    for bad in (lambda: f"{[1]:5}", lambda: f"{None:5}", lambda: f"{(1,):x}"):
        try:
            print(bad())
        except TypeError as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    main()
