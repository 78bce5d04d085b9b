# A decorator and __init_subclass__ fill registries while classes are defined.

HANDLERS = {}
ORDER = []


def handler(code):
    def register(cls):
        HANDLERS[code] = cls
        ORDER.append(cls.__name__)
        return cls
    return register


class Base:
    children = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Base.children.append(cls.__name__)
        cls.index = len(Base.children)


@handler(1)
class Ping(Base):
    def run(self):
        return "pong"


size_between = len(HANDLERS)
print("between", size_between)


@handler(2)
class Echo(Base):
    def run(self):
        return "echo %d" % self.index


print(ORDER, Base.children, [HANDLERS[k]().run() for k in sorted(HANDLERS)], size_between, Ping.index)
