def main():
    d = {1: 'a', 2: 'b'}
    try:
        for k in d: d[k + 10] = 1
    except RuntimeError as e: print(e)
    try:
        for k in d: del d[k]
    except RuntimeError as e: print(e)
    s = {1, 2}
    try:
        for x in s: s.add(x + 10)
    except RuntimeError as e: print(e)
    l = [1, 2, 3]
    for x in l:
        if len(l) < 6: l.append(x)
    print(l)
    for x in l: l.remove(x)
    print(l)
    l = [3, 1, 2]
    try: l.sort(key=lambda x: l.append(x))
    except ValueError as e: print(e)
    for k in list(d): d.pop(k)
    print(d)
    print(2 ** 100, -2 ** 63, 10 ** 30 // 7, 10 ** 30 % 7, -(10 ** 20) // 3, (1 << 70) >> 68, hex(2 ** 65), int('123456789012345678901234567890'), 5 ** 50 * 3 ** 40, (2 ** 64) & 0xFFFF, ~(2 ** 40), (2 ** 40) ^ 1, divmod(-7, 3), divmod(7, -3), -7 % 3, 7 // -2, pow(3, 200, 1000007), (10 ** 18).bit_length(), int.from_bytes(b'\x01\x00', 'big'), (258).to_bytes(2, 'little'))
    for spec in ['', '5', '<5', '>5', '^5', '*^7', '05', '+', '+5', ' ', 'x', '#x', 'b', '#010b', 'o', 'X', ',', '_', 'e', '.2f', '10.3f', '%', 'g', 'c', 'd', 'n']:
        print(repr(spec), format(65, spec), end='; ')
    print()
    for spec in ['', '.0f', '.3f', '10.2f', '+.1f', 'e', '.2e', 'g', '.3g', '%', '.1%', ',.2f', '010.1f', '<10', '^12.2f', '_.2f', 'G', '#.0f']:
        print(repr(spec), format(1234.5678, spec), format(-0.5, spec), end='; ')
    print()
    for spec in ['', '5', '>5', '^5', '.2', '5.1', '*<6', 's']: print(repr(format('abc', spec)), end=' ')
    print()
    for bad in ['q', '5.5d', '=', '.', 's', ',x']:
        try: print(format(5, bad))
        except ValueError as e: print(e)
    for bad in ['d', '+', '=5']:
        try: print(format('a', bad))
        except ValueError as e: print(e)
    print('%5d|%-5d|%05d|%x|%o|%e|%.2f|%s|%r|%c|%c|%%|%+d|% d|%i|%10s|%-10s|%.2s|%*d' % (1, 2, 3, 255, 8, 1.5, 2.345, 's', 'r', 'c', 65, 5, 6, 7, 'a', 'b', 'xyz', 4, 9))
    print('%(a)s %(b)03d' % {'a': 1, 'b': 2}, '%s' % (1,), '%s' % [1, 2], '%s %s' % ('a', (1, 2)))
    for f, a in [('%d', 'x'), ('%s %s', (1,)), ('%s', (1, 2)), ('%q', 1), ('%c', 'ab'), ('%(a)s', {}), ('%d', 1.9), ('%x', 1.5)]:
        try: print(f % a)
        except Exception as e: print(type(e).__name__, e)
    print('{} {1}'.format(1, 2) if False else '{0} {1} {0}'.format(1, 2), '{a.x} {b[k]} {c[0]}'.format(a=type('X', (), {'x': 5}), b={'k': 1}, c=[7]), '{!r:>6} {!s}'.format('a', 'b'), '{{}}'.format(), '{:{w}.{p}f}'.format(3.14159, w=8, p=2))
    for f in ['{', '}', '{0}{}', '{a}', '{5}', '{!x}', '{0.x}']:
        try: print(f.format(1))
        except Exception as e: print(type(e).__name__, e)
    x, w = 3.14159, 10
    print(f'{x:.2f} {x!r} {x=} {w=:>5} {x:{w}.3f} {"a" + "b"} {{}} {[i for i in range(3)]} {(lambda: 5)()} {w:#x} {None} {True:d}')
    print(str(b'ab\x00\xff\'"'), repr('a\n\t\'"\\\x00\x7f\xe9\u20ac'), ascii('\xe9\u20ac\U0001f600'), 'a\x1b'.encode(), '€'.encode(), b'\xe2\x82\xac'.decode())
    for bs, enc in [(b'\xff', 'utf-8'), (b'\x80', 'ascii')]:
        try: bs.decode(enc)
        except UnicodeDecodeError as e: print(e)
    try: '€'.encode('ascii')
    except UnicodeEncodeError as e: print(e)
    print(sorted('bAc', key=str.lower), sorted([(1, 'b'), (1, 'a'), (0, 'c')], key=lambda t: t[0]), sorted([3, 1, 2], reverse=True), sorted({'b': 1, 'a': 2}), sorted([True, 0, 2.5, -1]))
    try: sorted([1, 'a'])
    except TypeError as e: print(e)
    print('a,b,,c'.split(','), ' a  b '.split(), 'abc'.partition('b'), 'a.b.c'.rsplit('.', 1), 'x'.join(['1', '2']), 'abc'.center(9, '*'), 'Hello World'.swapcase(), 'hello world'.title(), 'aXbX'.replace('X', '--', 1), '  x '.strip(), 'xxaxx'.strip('x'), 'abc'.find('z'), 'abcabc'.rfind('b'), 'a\nb\r\nc'.splitlines(), '42'.zfill(5), '-42'.zfill(5), 'abc'.isalpha(), '12'.isdigit(), 'a1'.isalnum(), 'abcabc'.count('bc'), 'abc'.startswith(('x', 'ab')), 'tEst'.capitalize(), 'a\tb'.expandtabs(4), 'abc'.translate({97: 'X', 98: None}), 'prefix_x'.removeprefix('prefix_'))
    print([1, 2] < [1, 3], (1,) < (1, 2), 'a' < 'aa', [1, [2]] == [1, [2]], {1: 2} == {1: 2.0}, {1, 2} <= {1, 2, 3}, 1 == 1.0, True + True, 0.1 + 0.2, 1e16, 1e-5, 1.0, 1e100, -0.0, float('inf'), float('nan'), 7 / 2, 3.0 // 2, -3.5 % 2, 2 ** -1, 2 ** 0.5, round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), int(-3.9), 5 // 0.3)
    for f in [lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 0 ** -1, lambda: int('1x'), lambda: float('a'), lambda: [].pop(), lambda: {}.popitem(), lambda: set().pop(), lambda: [1].remove(2), lambda: 'a'.index('b'), lambda: (1, 2)[5], lambda: 'a'[5], lambda: {}['k'], lambda: 1 << -1, lambda: chr(-1), lambda: int('1', 50), lambda: [0] * (10 ** 12), lambda: 10.0 ** 400, lambda: int(float('inf')), lambda: bytes([256]), lambda: bytes(-1), lambda: range(1, 2, 0), lambda: 'a' * -1, lambda: next(iter([])), lambda: list(zip([1], 5)), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: [1, 2][::0], lambda: 'abc'.split(''), lambda: max(1, 'a'), lambda: sum([[1]]), lambda: int(None), lambda: 5 in {}, lambda: 'x' in {'x': 1}]:
        try: print(f())
        except Exception as e: print(type(e).__name__, e)


if __name__ == "__main__":
    main()
