def describe(value):
    match value:
        case 0 | 1:
            return "bit"
        case [x, *rest] if rest:
            return x, rest
        case {"kind": kind, **others}:
            return kind, others
        case complex_like(real=r, imag=i):
            return r, i
        case None:
            return None
        case other:
            return other


def complex_like():
    pass
