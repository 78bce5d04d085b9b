# Exceptions in with: suppression, order of exits, errors in enter and exit.

log = []


class Guard:
    def __init__(self, name, suppress=False, fail=None):
        self.name, self.suppress, self.fail = name, suppress, fail

    def __enter__(self):
        if self.fail == "enter":
            raise OSError("enter " + self.name)
        return self

    def __exit__(self, kind, value, trace):
        log.append((self.name, kind.__name__ if kind else None, str(value) if value else None))
        if self.fail == "exit":
            raise OSError("exit " + self.name)
        return self.suppress


class NoExit:
    def __enter__(self):
        return 1


def run(action):
    log.clear()
    try:
        print(action(), end=" ")
    except Exception as e:
        print(type(e).__name__, e, "context", type(e.__context__).__name__, end=" ")
    print(log)


def suppressed():
    with Guard("s", suppress=True):
        raise ValueError("gone")
    return "after"


def passed_on():
    with Guard("outer"), Guard("inner"):
        raise KeyError("k")


def middle():
    with Guard("a"), Guard("b", suppress=True), Guard("c"):
        raise ValueError("v")
    return "went on"


def enter_fails():
    with Guard("first"), Guard("second", fail="enter"):
        return "never"


def exit_fails():
    with Guard("x", fail="exit"):
        raise ValueError("original")


def exit_fails_quietly():
    with Guard("y", suppress=True), Guard("z", fail="exit"):
        pass
    return "suppressed exit error"


def main():
    for action in (suppressed, passed_on, middle, enter_fails, exit_fails, exit_fails_quietly):
        run(action)
    for thing in (5, NoExit()):
        try:
            with thing:
                print("never")
        except TypeError as e:
            print(type(e).__name__)


if __name__ == "__main__":
    main()
