# The % operator: conversions, flags, width and precision, mapping keys.

ROW = ("probe", 7, 21.456)


def main():
    print("%s is %d and %.2f" % ROW)
    print("%d %i %5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5, 6, 7))
    print("%x %X %#x %o %#o %c %c" % (255, 255, 255, 8, 8, "A", 66))
    print("%f %.3f %8.2f|%-8.2f|%08.2f|%+.1f" % (1.5, 2.0, 3.14159, 3.14159, -3.14159, 2.25))
    print("%e %.2e %g %g %g %G" % (12345.678, 0.00012, 100000.0, 1000000.0, 0.0001, 1e-10))
    print("%s %r %a %10s|%-10s|%.2s" % ("é", "é", "é", "right", "left", "cut"))
    print("100%%", "%d%%" % 50, "%s" % None, "%s" % [1, 2], "%s" % (("t",),))
    print("%(name)s=%(value)d" % {"name": "x", "value": 3})
    print("%*d|%-*d|%.*f" % (5, 42, 5, 42, 2, 3.14159))
    print("%d" % 3.99, "%d" % True, "%x" % -255, "%d" % 10**20)
    for fmt, args in (("%d", "x"), ("%d %d", (1,)), ("%d", (1, 2)), ("%", ()), ("%c", 1.5)):
        try:
            print(fmt % args)
        except (TypeError, ValueError) as e:
            print(type(e).__name__)


if __name__ == "__main__":
    main()
