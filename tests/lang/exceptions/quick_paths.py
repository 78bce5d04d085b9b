"""Raising and matching every form of exception class: with and without fields, arguments, classes of the program."""


class Plain(Exception):
    pass


class Deep(Plain, ValueError):
    pass


class Picky(ValueError):
    def __init__(self, a, b=2):
        super().__init__(a)
        self.b = b


def raises(e):
    raise e


def attempt(e, *kinds):
    for kind in kinds:
        try:
            try:
                raises(e)
            except kind as caught:
                print(type(caught).__name__, caught.args, kind, caught.__context__, caught.__suppress_context__)
        except BaseException as other:
            print("not", kind, repr(other), other is e)


def classes():
    for e in (ValueError, KeyError, IndexError, StopIteration, RuntimeError, OSError, NameError, AttributeError, ImportError):
        attempt(e, Exception, e, (TypeError, e), (TypeError, LookupError), LookupError)
    for e in (Plain, Deep, Deep(1, 2), Picky("x")):
        attempt(e, Plain, ValueError, Exception, Deep)


def fields():
    for e in (OSError(2, "gone"), OSError("one"), OSError(), OSError(1, "a")):
        try:
            raise e
        except OSError as x:
            print(x, x.args, x.errno, x.strerror)
    try:
        raise StopIteration(7)
    except StopIteration as x:
        print(x.value, x)
    try:
        raise StopIteration
    except StopIteration as x:
        print(x.value, x.args)
    try:
        raise SystemExit(3)
    except SystemExit as x:
        print(x.code)
    try:
        raise NameError("n")
    except NameError as x:
        print(x, x.name)
    e = ValueError("a", [1])
    e.add_note("note")
    try:
        raise e
    except ValueError as x:
        print(x is e, x.__notes__, x)


def contexts():
    try:
        try:
            raise ValueError("first")
        except ValueError:
            raise KeyError("second")
    except KeyError as e:
        print(repr(e), repr(e.__context__), e.__cause__)
    try:
        try:
            raise ValueError
        except ValueError as first:
            raise first
    except ValueError as e:
        print(repr(e), e.__context__)
    for i in range(3):
        try:
            raise ValueError(i)
        except ValueError as e:
            try:
                raise e
            except ValueError as again:
                print(again is e, again.__context__)
    try:
        try:
            1 // 0
        finally:
            raises(TypeError("in finally"))
    except TypeError as e:
        print(repr(e), repr(e.__context__))


def bad():
    for what in (5, int, "x", None, object(), Plain()):
        try:
            raise what
        except TypeError as e:
            print(e)
        except Plain:
            print("Plain")
    for kind in (5, int, (ValueError, 5), (5, ValueError)):
        try:
            try:
                raise ValueError("v")
            except kind:
                print("caught", kind)
        except TypeError as e:
            print(e, repr(e.__context__))
        except ValueError as e:
            print("passed", e)
    for make in (lambda: ValueError(x=1), lambda: Plain(y=2), lambda: Picky(), lambda: Picky(1, b=3).b):
        try:
            print(make())
        except TypeError as e:
            print(e)


def through_generators():
    def g():
        yield 1

    def outer():
        for x in g():
            raise ValueError("from loop")
        yield 0

    try:
        list(outer())
    except ValueError as e:
        print(e)

    def stops():
        raise StopIteration
        yield

    try:
        list(stops())
    except RuntimeError as e:
        print(e, repr(e.__cause__))


def many():
    kept = []
    for i in range(200):
        try:
            raise ValueError(i, str(i))
        except ValueError as e:
            kept.append(e)
    print(len(kept), kept[0].args, kept[199].args, sum(e.args[0] for e in kept))


classes()
fields()
contexts()
bad()
through_generators()
many()
