# __init_subclass__, registries, class decorators, __set_name__-free class creation.

KINDS = {}


class Plugin:
    def __init_subclass__(cls, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        KINDS[key or cls.__name__.lower()] = cls

    def run(self, x):
        raise NotImplementedError(type(self).__name__)


class Add(Plugin):
    def run(self, x):
        return x + 1


class Negate(Plugin, key="neg"):
    def run(self, x):
        return -x


class Lazy(Plugin):
    pass


def tagged(tag):
    def decorate(cls):
        cls.tag = tag
        cls.show = lambda self: tag + ":" + type(self).__name__
        return cls
    return decorate


@tagged("t1")
class Marked:
    pass


class MarkedChild(Marked):
    pass


def main():
    print(sorted(KINDS))
    for name in sorted(KINDS):
        try:
            print(name, KINDS[name]().run(5))
        except NotImplementedError as e:
            print(name, type(e).__name__, e)
    class Local(Add, key="loc"):
        def run(self, x):
            return super().run(x) * 100
    print(KINDS["loc"]().run(1), len(KINDS))
    del KINDS["loc"]
    print(Marked.tag, Marked().show(), MarkedChild().show())


if __name__ == "__main__":
    main()
