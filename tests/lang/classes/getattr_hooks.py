# __getattr__, __setattr__, __delattr__, and the getattr family of builtins.


class Proxy:
    def __init__(self, target):
        self.target = target
        self.misses = []

    def __getattr__(self, name):
        if name.startswith("no_"):
            raise AttributeError("refused " + name)
        self.misses.append(name)
        return getattr(self.target, name)


class Guarded:
    def __init__(self):
        self.ok = 1

    def __setattr__(self, name, value):
        if name == "locked":
            raise AttributeError("locked is locked")
        object.__setattr__(self, name, value * 2)

    def __delattr__(self, name):
        print("deleting", name)
        super().__delattr__(name)


class Data:
    kind = "data"

    def method(self):
        return "called"


def main():
    d = Data()
    d.size = 3
    p = Proxy(d)
    print(p.size, p.kind, p.method(), p.misses)
    for name in ("no_way", "absent"):
        try:
            getattr(p, name)
        except AttributeError as e:
            print(type(e).__name__, e)
    print(hasattr(p, "size"), hasattr(p, "no_x"), getattr(p, "no_x", "default"))
    g = Guarded()
    g.ok += 1
    print(g.ok)
    try:
        g.locked = 1
    except AttributeError as e:
        print(type(e).__name__, e)
    del g.ok
    print(hasattr(g, "ok"))
    setattr(d, "dynamic", 7)
    print(getattr(d, "dynamic"), d.dynamic, getattr(d, "method")(), hasattr(d, "zip"))
    delattr(d, "dynamic")
    print(hasattr(d, "dynamic"))
    try:
        delattr(d, "dynamic")
    except AttributeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
