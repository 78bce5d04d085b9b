"""Syntax that is newer than CPython 3.11; py314.ast is what CPython 3.14 makes of it."""
from __future__ import annotations


type Point[T: (int, float) = int] = tuple[T, T]
type Nested[*Ts = *tuple[int, ...], **P = [int]] = dict[str, (*Ts, P)]


class Stack[T](Base[T], metaclass=Meta):
    def push[U: T](self, item: U, *rest: *tuple[U, ...]) -> None: ...


async def first[**P](f, *args: P.args, **kwargs: P.kwargs):
    try:
        return await f(*args, **kwargs)
    except KeyError, ValueError:
        pass
    except (OSError, EOFError) as error:
        raise RuntimeError(f"{error!r:>{10 + 2}}") from error


def quotes(d, é):
    return f"{d["key"]} {f"{f'{1 + 1}'}"} {
        é  # a comment
    :{'>'}{d['width']}.2f} {d = !s} {é=} {{}} \N{BULLET} {(lambda x: x)(1)}"


def templates(name, w):
    a = t"Hello { name }! {w=:>{w}} {name!a}"
    b = rt'\d{ (name, w) }' t"" t'{w:{w}{w}}'
    return "x" 'y' f"{a}" u"z", b


try:
    pass
except* A, B:
    type = type[type]
match = case = type
