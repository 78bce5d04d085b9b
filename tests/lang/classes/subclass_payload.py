class D(dict):
    def __missing__(self, k): return k * 2
class D2(dict):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.extra = 1
class D3(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k, v + 1)
class L(list):
    def total(self): return sum(self)
class L2(list):
    def __init__(self, n): super().__init__(range(n)); self.n = n
    def append(self, x): super().append(x * 10)
class S(set): pass
class Fs(frozenset): pass
class BA(bytearray): pass
class E(Exception): pass
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def main():
    show(lambda: D(a=1))
    show(lambda: D([(1, 2)], b=3))
    show(lambda: D({'x': 1}, x=2))
    show(lambda: D()['ab'])
    show(lambda: D2(a=1, b=2))
    show(lambda: D2({'q': 1}).extra)
    d = D3(a=1); d['b'] = 1; print(d, len(d), list(d.items()), 'a' in d, d.get('zz'))
    d |= {'c': 3}; print(type(d).__name__, d)
    show(lambda: D(1, 2))
    show(lambda: D(5))
    show(lambda: L([1, 2, 3]).total())
    show(lambda: L())
    show(lambda: L(x=1))
    l = L2(3); l.append(4); print(l, l.n, l[1:], type(l[1:]).__name__, type(l + [1]).__name__, l == [0, 1, 2, 40])
    l.sort(reverse=True); print(l, sorted(l), len(l), max(l)); del l[0]; print(l); l[0] = 9; print(l)
    print(type(l.copy()).__name__)
    s = S([1, 2, 2]); s.add(5); print(sorted(s), len(s), 2 in s, type(s | {9}).__name__, s == {1, 2, 5})
    print(sorted(Fs('aab')), Fs('ab') == frozenset('ab'), hash(Fs('ab')) == hash(frozenset('ab')))
    b = BA(b'abc'); b.append(100); print(b, bytes(b))
    print(repr(L([1])), str(D(a=1)), repr(S()), [L([2])])
    print(dict(D(a=1)), list(L([1])), tuple(L([1])), {**D(z=1)}, [*L([7])])
    print(isinstance(L(), list), issubclass(D, dict), isinstance(D(), (int, dict)))
    show(lambda: E(1, 2).args)
    show(lambda: E(a=1))
    class T(tuple): pass
    show(lambda: T([1, 2]))
    show(lambda: T())
    show(lambda: T(1))
    show(lambda: T([1], [2]))
    class I(int):
        def __init__(self, v, name=None): self.name = name
    show(lambda: I(4))
    show(lambda: I(4, 10))
    class I3(int):
        def __add__(self, o): return I3(int(self) + int(o))
        def __radd__(self, o): return 'radd'
        def __repr__(self): return 'I3(%d)' % self
        def __eq__(self, o): return 'eq'
        __hash__ = int.__hash__
    print(I3(1) + 2, 2 + I3(1), I3(3), I3(1) == 1, 5 - I3(2), [I3(2)], str(I3(2)))
    class Str(str):
        def __new__(cls, v, extra=0):
            o = str.__new__(cls, v); o.extra = extra; return o
        def __eq__(self, o): return str.lower(self) == str.lower(o)
        def __hash__(self): return hash(self.lower())
    a = Str('Abc', 4); print(a, a.extra, a == 'aBC', {a: 1}.get(Str('ABC')), a != 'abc', a.startswith('A'))
    class Stack(list):
        push = list.append
        def peek(self): return self[-1]
        @property
        def empty(self): return not self
    st = Stack(); print(st.empty); st.push(1); st.push(2); print(st.peek(), st.pop(), st, st.empty, bool(st))
    for x in Stack('abc'): print(x, end=' ')
    print()
    class Cnt(dict):
        def __missing__(self, k):
            self[k] = 0; return 0
    c = Cnt()
    for ch in 'mississippi': c[ch] += 1
    print(c, sorted(c.items(), key=lambda kv: (-kv[1], kv[0])))
    class DD(dict):
        def __getitem__(self, k): return 'got ' + k
        def __contains__(self, k): return True
        def __len__(self): return 99
        def __iter__(self): return iter(['i'])
    dd = DD(a=1); print(dd['x'], 'q' in dd, len(dd), list(dd), dd.get('a'), dd)


if __name__ == "__main__":
    main()
