# with: enter, exit, as, several managers, return and break inside.

log = []


class Managed:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        log.append("enter " + self.name)
        return self.name.upper()

    def __exit__(self, kind, value, trace):
        log.append("exit " + self.name + " " + (kind.__name__ if kind else "-"))
        return False


def returns():
    with Managed("r") as r:
        return r


def loops():
    for i in range(4):
        with Managed("l" + str(i)):
            if i == 0:
                continue
            if i == 2:
                break


def show():
    print(log)
    log.clear()


def main():
    log.clear()
    with Managed("a") as a:
        log.append("body " + a)
    show()
    with Managed("b") as b, Managed("c") as c:
        log.append(b + c)
    show()
    with (
        Managed("d") as d,
        Managed("e"),
    ):
        log.append(d)
    show()
    print(returns())
    show()
    loops()
    show()
    m = Managed("reused")
    with m:
        with m as inner:
            log.append(inner)
    show()
    box = {}
    with Managed("t") as box["key"]:
        pass
    print(box)
    show()


if __name__ == "__main__":
    main()
