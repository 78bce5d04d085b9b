"""Sorting long lists of ints, texts and mixed values: runs, merges from both sides, stability, reverse, key functions."""


def numbers(n, seed, modulus):
    x = seed
    out = []
    for _ in range(n):
        x = (x * 1103 + 12345) % 1048573
        out.append(x % modulus - modulus // 2)
    return out


def check(a, key=None, reverse=False):
    """Sorted, stable, nothing lost: positions of equal keys ascend."""
    pairs = [(k, i) for i, k in enumerate(a)]
    pairs.sort(key=lambda p: p[0] if key is None else key(p[0]), reverse=reverse)
    for (k, i), (m, j) in zip(pairs, pairs[1:]):
        x, y = (k, m) if key is None else (key(k), key(m))
        assert (x >= y if reverse else x <= y), (k, m)
        assert x != y or i < j, (k, i, j)
    assert sorted(p[1] for p in pairs) == list(range(len(a)))
    return [p[0] for p in pairs]


for n in (0, 1, 2, 11, 12, 13, 24, 100, 500):
    for modulus in (3, 50, 10**6):
        a = numbers(n, n + 7, modulus)
        b = sorted(a)
        assert b == check(a) and sorted(a, reverse=True) == check(a, reverse=True)
        assert sorted(a, key=lambda v: -v) == check(a, lambda v: -v)
        assert sorted(a, key=str) == check(a, str)
        texts = [str(v) for v in a]
        assert sorted(texts) == check(texts)
        assert [float(v) for v in b] == sorted([float(v) for v in a])
        a.sort()
        assert a == b
        a.reverse()
        a.sort()
        assert a == b
ascending = list(range(300))
saw = ascending[:150] + ascending[:150]
organ = ascending[:150] + ascending[150::-1]
late = ascending + [5]
early = [299] + ascending
for a in (ascending, ascending[::-1], saw, organ, late, early, [1] * 100):
    print(sum(i * v for i, v in enumerate(sorted(a))), sum(i * v for i, v in enumerate(sorted(a, reverse=True))))
mixed = [2**40, 5, True, 1.5, -(2**35), False, 0, 2**30, 1]
print(sorted(mixed), sorted(mixed, reverse=True))
print(sorted(["é", "z", "a", "", "aa", "€", "😀", "a\0"]))
print(sorted([(2, "b"), (1, "z"), (2, "a")]), sorted([[3], [1, 2], []]))
for bad in ([1, "a"], ["a", 1], [1, None, 2], [*range(20), "x"], [*"abcdefghijklmnop", 3]):
    try:
        bad.sort()
    except TypeError as e:
        print(e, len(bad))


def failing(v):
    if v == 37:
        raise ValueError("key 37")
    return v


a = numbers(60, 3, 200) + [37]
before = list(a)
try:
    a.sort(key=failing)
except ValueError as e:
    print(e, a == before)
