# import, import as, from import, from import as, import in a function.

import shapes
import shapes as s
from shapes import area, Square as Sq
from shapes import NAMES


def late():
    import numbers_util
    return numbers_util.double(21)


def late_from():
    from numbers_util import double as d, BASE
    return d(BASE)


def main():
    print(shapes.area(2, 3), s.area(1, 1), area(4, 5), Sq(3).area(), s is shapes, Sq is shapes.Square)
    print(NAMES, shapes.NAMES is NAMES, shapes.__name__)
    print(late(), late_from())
    try:
        from shapes import missing
    except ImportError as e:
        print(type(e).__name__)
    try:
        import not_there_at_all
    except ImportError as e:
        print(type(e).__name__, isinstance(e, ModuleNotFoundError))
    try:
        shapes.missing
    except AttributeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
