# Lists of every length around those at which runs are made longer, in several orders: of ints, of texts, with keys.


def mixed(n, seed):
    out = []
    for i in range(n):
        seed = (seed * 1103515245 + 12345) & 0x3FFFFFFF
        out.append(seed >> 12)
    return out


def is_sorted(items):
    for i in range(1, len(items)):
        if items[i] < items[i - 1]:
            return False
    return True


def main():
    bad = []
    total = 0
    for n in list(range(36)) + [63, 65, 129]:
        for spread in (3, 1 << 20):
            a = [x % spread - spread // 2 for x in mixed(n, n + 1)]
            b = sorted(a)
            if not is_sorted(b) or sum(b) != sum(a) or len(b) != n:
                bad.append(("ints", n, spread))
            c = a + b[: n // 2] + b[::-1]
            d = sorted(c, reverse=True)
            if not is_sorted(d[::-1]) or sum(d) != sum(c):
                bad.append(("runs", n, spread))
            texts = [str(x) for x in a]
            texts.sort()
            if not is_sorted(texts):
                bad.append(("texts", n, spread))
            # Equal keys keep their order.
            pairs = [(x % 7, i) for i, x in enumerate(a)]
            pairs.sort(key=lambda pair: pair[0])
            if not is_sorted(pairs):
                bad.append(("keys", n, spread))
            words = sorted(range(n), key=lambda i: "ab"[a[i] % 2])
            if not is_sorted([("ab"[a[i] % 2], i) for i in words]):
                bad.append(("words", n, spread))
            floats = [x / 4 for x in a]
            floats.sort()
            if not is_sorted(floats):
                bad.append(("floats", n, spread))
            if n:
                total += b[0] * 3 + b[n // 2] * 5 + b[-1] * 7 + words[n // 3]
    print(bad, total)


main()
