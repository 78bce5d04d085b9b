# Several bases: method resolution order, cooperative super(), conflicts.


class Base:
    def __init__(self, **kw):
        self.log = ["Base"]
        if kw:
            print("left over", sorted(kw))

    def who(self):
        return ["Base"]


class Left(Base):
    def __init__(self, left=0, **kw):
        super().__init__(**kw)
        self.left = left
        self.log.append("Left")

    def who(self):
        return ["Left"] + super().who()


class Right(Base):
    def __init__(self, right=0, **kw):
        super().__init__(**kw)
        self.right = right
        self.log.append("Right")

    def who(self):
        return ["Right"] + super().who()


class Both(Left, Right):
    def who(self):
        return ["Both"] + super().who()


class Mixin:
    def shout(self):
        return "-".join(self.who()).upper()


class Loud(Mixin, Both):
    pass


def main():
    b = Both(left=1, right=2)
    print(b.log, b.left, b.right, b.who())
    print([c.__name__ for c in Both.__mro__])
    print(Loud().shout(), [c.__name__ for c in Loud.__mro__])
    Loud(left=5, extra=1)
    print(isinstance(Loud(), (Right, int)), issubclass(Loud, Mixin), issubclass(Both, Mixin))
    try:
        class Broken(Base, Left):
            pass
    except TypeError as e:
        print(type(e).__name__)
    class A:
        x = "A"
    class B:
        x = "B"
        y = "By"
    class C(A, B):
        pass
    print(C.x, C.y, C().x)
    B.z = "late"
    print(C().z, hasattr(A, "z"))


if __name__ == "__main__":
    main()
