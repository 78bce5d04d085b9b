# Format specs of floats: f, e, g, %, precision, sign, grouping.

VALUES = (0.0, 1.0, -1.5, 3.14159, 0.000123456, 123456.789, 1e10, 1e-10, 2.5, 99.995)


def main():
    for x in VALUES:
        print(f"[{x}] [{x:.0f}] [{x:.2f}] [{x:8.3f}] [{x:<9.1f}] [{x:+.1f}] [{x:08.2f}]")
        print(f"[{x:e}] [{x:.2e}] [{x:E}] [{x:g}] [{x:.3g}] [{x:G}] [{x:%}] [{x:.1%}]")
    print(f"{1234567.891:,.2f} {1234567.891:_.1f} {1234567.891:15,.1f} {-0.0:.1f} {-0.04:.1f}")
    print(f"{1.5:10} {1.5:<10}| {1.5:^10}| {1.5:*^10} {1e16} {1e16:f} {0.1:.20f}")
    print(f"{float('inf'):f} {float('-inf'):6.1f} {float('nan'):g} {float('inf'):06}")
    print(f"{0.5:.0f} {1.5:.0f} {2.5:.0f} {0.125:.2f} {0.375:.2f} {2.675:.2f} {1e22:.0f}")
    print(f"{100000.0:g} {1000000.0:g} {0.0001:g} {0.00001:g} {123456789.0:.3} {1.0:.3} {12345.678:.6}")
    for spec in ("d", "x", "s"):
        try:
            print(format(1.5, spec))
        except ValueError as e:
            print(spec, type(e).__name__, e)


if __name__ == "__main__":
    main()
