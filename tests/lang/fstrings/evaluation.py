# Order of evaluation, exceptions inside fields, objects with __format__.

log = []


def note(x):
    log.append(x)
    return x


class Hex:
    def __init__(self, n):
        self.n = n

    def __format__(self, spec):
        log.append(spec)
        return "%0*x" % (int(spec or "2"), self.n)


class Sum:
    def __init__(self):
        self.parts = []

    def __str__(self):
        return "+".join(self.parts)


def main():
    log.clear()
    print(f"{note(1)} {note('b')} {note(3):>{note(4)}}", log)
    h = Hex(10)
    print(f"{h} {h:4} {h:{1 + 2}}", log[-3:])
    try:
        print(f"{1 // 0}")
    except ZeroDivisionError as e:
        print(type(e).__name__)
    try:
        print(f"{missing}")
    except NameError as e:
        print(type(e).__name__, e)
    s = Sum()
    s.parts.append("x")
    text = f"{s}"
    s.parts.append("y")
    print(text, f"{s}", f"{s!s:>6}")
    total = 0
    lines = [f"{i}:{(total := total + i)}" for i in range(4)]
    print(lines, total)


if __name__ == "__main__":
    main()
