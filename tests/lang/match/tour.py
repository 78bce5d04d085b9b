class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
class Color: RED = 1; BLUE = 2
def m(v):
    match v:
        case 0 | 1: return 'small'
        case -1: return 'neg'
        case 'a' | b'a': return 'a-like'
        case True: return 'never'
        case None: return 'none'
        case 3.5: return 'float'
        case Color.BLUE: return 'blue'
        case int(n) if n > 100: return f'big {n}'
        case int(): return 'int'
        case str() as s if len(s) > 3: return 'long ' + s
        case [] | (): return 'empty'
        case [x]: return f'one {x}'
        case [1, *rest]: return f'1+{rest}'
        case [*_, 'end']: return 'ends'
        case (a, b, *c, d) if a == d: return f'wrap {b} {c}'
        case [[a, b], {'k': k}]: return f'nested {a} {b} {k}'
        case {'type': 'pt', 'x': x, **kw}: return f'pt {x} {sorted(kw)}'
        case {'a': 1 | 2 as z}: return f'az {z}'
        case {}: return 'map'
        case Q(x=1): return 'Q1'
        case P(0, y): return f'P0 {y}'
        case P(x, y=5): return f'Py5 {x}'
        case P(P(a, b), _): return f'PP {a}{b}'
        case list() | tuple(): return 'seq'
        case _: return 'other'
def main():
    for v in [0, 1, 2, -1, 'a', b'a', True, None, 3.5, 101, 'abcd', 'abc', [], (), [5], [1, 2, 3], [7, 8, 'end'], (2, 3, 4, 2), [[1, 2], {'k': 3}], {'type': 'pt', 'x': 1, 'q': 2}, {'a': 2}, {'a': 9}, {}, Q(1, 2), P(0, 3), P(2, 5), P(P(1, 2), 3), P(8, 8), [2, 3], {1}, 1.0, range(3), bytearray(b'a'), iter([])]:
        print(m(v))
    match (1, 2):
        case (x, y): pass
    print(x, y)
    def cmd(line):
        match line.split():
            case ['go', ('n' | 's') as d]: return 'go ' + d
            case ['get', obj] | ['take', obj]: return 'get ' + obj
            case ['drop', *objs]: return objs
            case [c, *_]: return 'unknown ' + c
            case _: return None
    for l in ['go n', 'go w', 'take x', 'drop a b', '', 'get y']: print(cmd(l))
    try:
        match P(1, 2):
            case P(1, 2, 3): pass
    except TypeError as e: print(e)
    class NoMA: pass
    try:
        match NoMA():
            case NoMA(1): pass
    except TypeError as e: print(e)
    match {'a': {'b': [1, {'c': 2}]}}:
        case {'a': {'b': [_, {'c': v}]}}: print('deep', v)
    match 5:
        case 1: print('no')
    match [1, 2], 3:
        case [a, b], c: print(a, b, c)
    match 'x':
        case str(s): print(s)
    match {'x': 1}:
        case dict(d): print(d)
    if (n := len('abc')) > 2: print(n)
    print([y := 5, y ** 2], [z for q in range(3) if (z := q * 2)], z)
    while (k := n) > 1: n -= 1
    print(k, n)
    print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 'a' < 'b' > 'a', 3 > 2 in [2])
    a, (b, *c), d = 1, 'xyz', 2; print(a, b, c, d)
    *a, b = [1]; print(a, b)
    [a, [b, c]] = 1, (2, 3); print(a, b, c)
    try: a, b = 1,
    except ValueError as e: print(e)
    try: a, b = 1, 2, 3
    except ValueError as e: print(e)
    try: a, *b, c = 1,
    except ValueError as e: print(e)
    try: a, b = 5
    except TypeError as e: print(e)
    try: a, b = {1: 2, 3: 4, 5: 6}
    except ValueError as e: print(e)
    x = y = []; x.append(1); print(y)
    d = {}; d['a'], d['b'] = 1, 2; print(d)
    i = 0; l = [0, 0]; i, l[i] = 1, 5; print(i, l)
    for i, (a, b) in enumerate([(1, 2), (3, 4)]): print(i, a, b)
    for l[0] in range(3): pass
    print(l)
    del d['a'], l[0]; print(d, l)
    del (x, y)
    try: x
    except UnboundLocalError as e: print(e)


if __name__ == "__main__":
    main()
