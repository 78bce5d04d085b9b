# Formatting of small ints and strs, which needs no general machinery, beside values and templates that do.


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


numbers = [0, 7, -7, 255, -255, 123456, -1234567, (1 << 30) - 1, -(1 << 30), 1 << 30, -(1 << 64), 10 ** 20, True]
texts = ["", "a", "abc", "äöü", "x" * 20]
specs = ["", "d", "5d", "05d", "<5", ">8", "^9", "=9", "+d", " d", "-d", "x", "X", "#x", "#06x", "o", "b", "#b", "08b", ",", "_", "012,", "_x", "ä>6", "ä<3d", "€^7",
    "*=+8d", "n", ".3", "s", "5s", "<5s", ">5s", "^5s", "05s", ".2s", "6.2s", "=5s", "+s", "#s", ",s", "z", "5q", "5dd", "0", "00", "0>5", "-5", " ^+#_b"]
for spec in specs:
    for v in numbers + texts:
        print(spec, repr(v), attempt(format, v, spec), attempt(lambda: ("{:" + spec + "}").format(v)), attempt(lambda: ("[{0:" + spec + "}|{0}]").format(v)))

percents = ["%d", "%5d", "%-5d|", "%05d", "%-05d|", "%0-5d|", "%x", "%X", "%o", "%4x", "%04X", "%i", "%s", "%5s", "%-5s|", "%05s", "%.2s", "%+d", "% d", "%#x", "%.3d", "%c", "%r", "%%", "%", "%5", "%y", "%5%", "%-%",
    "ä%dö", "a%%b%d", "%d%%", "%ld"]
for t in percents:
    for v in numbers + texts:
        print(t, repr(v), attempt(lambda: t % v), attempt(lambda: t % (v,)), attempt(lambda: (t + t) % (v, v)))
print(attempt(lambda: "%s %s" % ("a",)), attempt(lambda: "%s" % ("a", "b")), attempt(lambda: "x" % ()), attempt(lambda: "x" % "y"), attempt(lambda: "%%" % ()), attempt(lambda: "x" % {}))
print("%(a)s %(b)05d" % {"a": 1, "b": -2}, "%*d|%-*d|" % (5, 1, 5, 2), "%s" % None, "%s" % [1], "%s %s" % ("a", (1,)), "%s=%x" % ("v", 255))
print(attempt(lambda: "{} {1}".format(1, 2)), attempt(lambda: "{1} {}".format(1, 2)), attempt(lambda: "{} {}".format(1)), "{1}{0}{1}".format("a", "b"), "{{}}{{{}}}".format(3))
print(attempt(lambda: "{".format(1)), attempt(lambda: "}".format(1)), attempt(lambda: "{0".format(1)), attempt(lambda: "{0!}".format(1)), attempt(lambda: "{:".format(1)), attempt(lambda: "{a}".format(1)))
print("{:{}}|".format(5, 4), "{!r:>6}|{!s}|{!a}".format("é", "b", "ü"), "{a}{b:>{w}}".format(a=1, b=2, w=5), "{0[1]}{1[0]}".format([1, 2], "xy"))
print("{:>5}{:<5}|".format("é", "ü"), "é{}".format("a"), "é{{".format(), "{}".format("é").isascii(), "é{}".format("a")[1:].isascii())


class Odd:
    def __repr__(self):
        return "repr odd"

    def __format__(self, spec):
        return "odd<" + spec + ">"

    def __str__(self):
        return "str odd"

    def __rmod__(self, left):
        return "rmod"


class Sub(str):
    def __format__(self, spec):
        return "sub"

    def __mod__(self, right):
        return "sub mod"

    def __rmod__(self, right):
        return "sub rmod"


class Int(int):
    def __str__(self):
        return "Int"


o, s, i = Odd(), Sub("text"), Int(7)
print("{}{:x}".format(o, o), "%s" % o, "%d" % i, "%s" % i, "{}".format(i), "{:d}".format(i), f"{o}{o:>5}{s}{s!s:>6}{i}{i:03d}{i!r}", "%s" % s, s % 1, "plain %s" % s)
for v in numbers + texts + [None, 1.5, [1], o, s, i]:
    print(f"{v}", attempt(lambda: f"{v:5}|"), attempt(lambda: f"{v:05}|"), attempt(lambda: f"{v:>6}|{v:<6}|{v:^6}|"), attempt(lambda: f"{v:x}"), f"{v!r}{v!s}{v!a}")
w = 7
print(f"{5:{w}d}|{'a':>{w}}|{{}}{w=}", f"{'ä'}{1}{''}", f"{''}{''}" == "", (f"{'ä'}x")[1:].isascii(), f"{'a'}{'b'}".isascii())
parts = "".join(f"{i:03d},{i}" for i in range(0, 2000, 37))
print(len(parts), parts[:30], parts[-30:])
