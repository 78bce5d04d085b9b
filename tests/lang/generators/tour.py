def sub(n):
    r = []
    for i in range(n):
        x = yield i
        r.append(x)
    return r
def outer():
    a = yield from sub(2)
    b = yield from sub(1)
    return a, b
def catcher():
    while True:
        try: v = yield 'ready'
        except ValueError as e: print('caught', e)
        else: print('got', v)
def fin():
    try:
        yield 1
        try: yield 2
        finally: print('inner fin')
    finally: print('outer fin')
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 2: raise StopIteration('done')
        return self.i
    def throw(self, *a): print('throw'); return 'thrown'
    def send(self, v): print('sent', v); return v
def deleg():
    r = yield from It()
    print('r', r)
    return r
def ctx():
    class C:
        def __enter__(self): print('in'); return 1
        def __exit__(self, t, v, tb): print('out', t.__name__ if t else None); return t is KeyError
    with C() as c:
        yield c
        yield c + 1
    yield 'after'
def main():
    g = outer(); out = [next(g)]
    try:
        out.append(g.send('a')); out.append(g.send('b')); out.append(g.send('c'))
    except StopIteration as e: print(out, e.value)
    c = catcher(); next(c); c.send(1); print(c.throw(ValueError('v'))); c.send(2)
    try: c.throw(KeyError('k'))
    except KeyError as e: print('KE', e)
    try: next(c)
    except StopIteration: print('exhausted')
    f = fin(); next(f); next(f); f.close(); f.close()
    f = fin(); f.close()
    try: next(f)
    except StopIteration: print('closed never started')
    d = deleg(); print(next(d), d.send(5)); print(d.throw(ValueError)); print(next(d))
    try: next(d)
    except StopIteration as e: print('val', e.value)
    x = ctx(); print(next(x)); print(x.throw(KeyError())); 
    x = ctx(); next(x)
    try: x.throw(ValueError)
    except ValueError: print('VE')
    try:
        g = sub(1); g.send(1)
    except TypeError as e: print(e)
    def selfref():
        yield next(s)
    s = selfref()
    try: next(s)
    except ValueError as e: print(e)
    print(list(i * 2 for i in sub(3)), sum(x for x in range(5) if x % 2), dict((k, v) for k, v in zip('ab', (1, 2))))
    def coro():
        total, n, avg = 0, 0, None
        while True:
            v = yield avg
            if v is None: return total
            total += v; n += 1; avg = total / n
    k = coro(); next(k); print(k.send(10), k.send(20))
    try: k.send(None)
    except StopIteration as e: print(e.value)
    def tree(t):
        if t is None: return
        l, v, r = t
        yield from tree(l); yield v; yield from tree(r)
    print(list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))))
    def inf():
        n = 0
        while True: yield n; n += 1
    a, b, *_ = zip(inf(), 'abc'); print(a, b)
    def ret_in_finally():
        try: yield 1
        finally: return 'x'
    r = ret_in_finally(); next(r)
    try: r.throw(ValueError)
    except StopIteration as e: print('swallowed', e.value)
    def ex_chain():
        try: yield
        except ValueError: raise KeyError('k')
    e = ex_chain(); next(e)
    try: e.throw(ValueError('v'))
    except KeyError as k: print(repr(k), repr(k.__context__))
    def handled():
        try: raise ValueError('a')
        except ValueError:
            yield 1
            raise
    h = handled(); next(h)
    try:
        try: raise KeyError('outer')
        except KeyError: next(h)
    except ValueError as v: print(repr(v))
    print(next(iter([]), 'dflt'), next(sub(0), None))
    print([*sub(3)], {*sub(2)}, (*sub(1),))
    gg = (yield_ for yield_ in [1, 2, 3]); print(next(gg), list(gg), list(gg))
    print(type(gg).__name__, gg.__name__, sub.__name__)
    def lam(): return lambda: (yield)
    l = lam()(); print(next(l))
    m = map(lambda x: x + 1, sub(3)); print(list(m)); print(list(filter(None, [0, 1, '', 'a'])), list(enumerate('ab', 5)), list(reversed([1, 2])))
    def gen_kwargs(a, *b, c=3, **d):
        yield a; yield b; yield c; yield d
    print(list(gen_kwargs(1, 2, 3, c=4, e=5)))
    try: gen_kwargs()
    except TypeError as e: print(e)


if __name__ == "__main__":
    main()
