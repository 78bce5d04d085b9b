"""Loops over every builtin iterator, with changes of what is iterated, and unpacking in the head of the loop."""


def lists():
    a = [1, 2, 3]
    seen = []
    for x in a:
        seen.append(x)
        if x == 2:
            a.append(4)
        if x == 3:
            a.pop(0)
    print(seen, a)
    a = [1, 2, 3, 4]
    for x in a:
        a.remove(x)
    print(a)
    it = iter([1, 2])
    print(list(it), list(it))
    a = [1]
    it = iter(a)
    for x in it:
        pass
    a.append(2)
    print(list(it))
    for x in ():
        print("never")
    for x in (1, "a", None):
        print(x, end=" ")
    print()


def dicts():
    d = {i: -i for i in range(12)}
    for k in range(0, 12, 3):
        del d[k]
    print([k for k in d], [v for v in d.values()], [kv for kv in d.items()])
    s = 0
    for k, v in d.items():
        s += k * 100 + v
        d[k] = 0
    print(s, d)
    for what in (d, d.keys(), d.values(), d.items()):
        try:
            for x in what:
                d["new" + str(len(d))] = 1
        except RuntimeError as e:
            print(e)
    try:
        for k, v in d.items():
            del d[k]
    except RuntimeError as e:
        print(e, k)
    it = iter(d.items())
    kept = []
    for pair in it:
        kept.append(pair)
        if len(kept) == 2:
            break
    k, v = next(it)
    print(kept, (k, v))
    for k, v in {}.items():
        print("never")
    e = {1: 2}
    it = iter(e)
    print(next(it))
    e[2] = 3
    for _ in range(2):
        try:
            next(it)
        except RuntimeError as error:
            print(error)
    s = {3, 1}
    try:
        for x in s:
            s.add(x + 10)
    except RuntimeError as error:
        print(error)


def pairs():
    for a, b in [(1, 2), [3, 4], "xy", {5: 0, 6: 0}]:
        print(a, b)
    k = v = "kept"
    try:
        for k, v in [(1, 2), (3,)]:
            pass
    except ValueError as e:
        print(e, k, v)
    try:
        for k, v in [(1, 2), (3, 4, 5)]:
            pass
    except ValueError as e:
        print(e, k, v)
    try:
        for k, v in [(1, 2), 7]:
            pass
    except TypeError as e:
        print(e, k, v)
    for k, (v, w) in {1: (2, 3)}.items():
        print(k, v, w)
    for k, k in {1: 2}.items():
        print(k)
    a = [0, 0]
    for a[0], a[1] in {7: 8}.items():
        print(a)
    for i, x in enumerate("abc"):
        print(i, x, end=" ")
    for i, (x, y) in enumerate(zip("ab", [1, 2]), 10):
        print(i, x, y, end=" ")
    print()


def failing_outside(pairs):
    for k, v in pairs:
        last = k
    return last


def texts():
    print([c for c in "abc"], [c for c in "aé€😀"], [b for b in b"\x00\xff"], [b for b in bytearray(b"ab")])
    b = bytearray(b"abc")
    out = []
    for x in b:
        out.append(x)
        if x == 98:
            b.append(100)
            b[2] = 7
    print(out)


def ranges():
    print([i for i in range(5)], [i for i in range(5, 0, -2)])
    r = range(3)
    it = iter(r)
    for i in it:
        print(i, list(it))
    print(list(iter(range(2**30 - 2, 2**30 + 2))))
    print([i for i in iter(range(2**30 - 5, 2**30 - 1, 3))], [i for i in iter(range(-(2**30) + 3, -(2**30), -2))])
    print([i for i in iter(range(0, -3))])
    for i in range(3):
        i += 10
        print(i, end=" ")
    print()


def count(n):
    i = 0
    while i < n:
        got = yield i
        if got is not None:
            print("got", got)
        i += 1
    return "end"


def generators():
    print([x for x in count(3)])
    g = count(5)
    for x in g:
        if x == 1:
            print("sent", g.send("hello"))
        if x == 3:
            g.close()
    print(list(g))

    def self_running():
        for x in me:
            yield x

    me = self_running()
    try:
        next(me)
    except ValueError as e:
        print(e)

    def raising():
        yield 1
        raise KeyError("out")

    try:
        for x in raising():
            print(x)
    except KeyError as e:
        print(repr(e))
    g = count(3)
    for x in g:
        try:
            g.throw(IndexError("thrown"))
        except IndexError as e:
            print(e)
    hash_before = hash(g)
    g = count(2)
    h = hash(g)
    many = [[i] for i in range(100)]
    next(g)
    print(hash(g) == h, len(many), list(g), hash(g) == h, hash_before is not None)

    def in_handler():
        try:
            raise ValueError("inner")
        except ValueError:
            yield 1
            try:
                raise
            except ValueError as e:
                yield str(e)

    try:
        raise TypeError("outer")
    except TypeError:
        for x in in_handler():
            print(x)
            try:
                raise
            except TypeError as e:
                print("still", e)
    g = (x * y for x in (1, 2) for y in (3, 4))
    print(next(g), list(g))

    def many_locals(a, b, c, d, e):
        f = a + b
        for i in (c, d, e):
            f += i
            yield f

    print(list(many_locals(1, 2, 3, 4, 5)))

    def delegating():
        r = yield from count(2)
        yield r

    print(list(delegating()))


def unpacking():
    a, b, c = 1, 2, 3
    a, b = b, a
    print(a, b, c)
    t = (1, 2, 3)
    t, u, v = t
    print(t, u, v)
    a, b = [b, a]
    x, y = "hé"
    print(a, b, x, y)
    for source in ((1,), (1, 2, 3), [], [1], "a", 5, None):
        try:
            p, q = source
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
    try:
        print(p)
    except UnboundLocalError:
        print("unbound")
    (a, b), [c, (d,)] = (1, 2), [3, (4,)]
    print(a, b, c, d)
    head, *rest = range(4)
    print(head, rest)


lists()
dicts()
pairs()
print(failing_outside([(1, 2), (3, 4)]))
try:
    failing_outside([(1, 2), (3,)])
except ValueError as e:
    print(e)
texts()
ranges()
generators()
unpacking()
