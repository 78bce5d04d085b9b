# Assignment and augmented assignment to every kind of target; order of evaluation.

trace = []


def t(name, value):
    trace.append(name)
    return value


class Box:
    pass


def main():
    a = b = c = 5
    print(a, b, c)
    a, b = b + 1, a + 2
    print(a, b)
    box = Box()
    box.n = box.m = 1
    box.n += 10
    box.m <<= 3
    print(box.n, box.m)
    items = [1, 2, 3]
    items[0], items[1] = items[1], items[0]
    items[-1] *= 5
    items[1:] += ["x"]
    print(items)
    table = {"k": {"z": [1]}}
    table["k"]["z"][0] += 1
    table["k"]["z"] += [7]
    table["new"] = table.get("new", 0) + 1
    print(table)
    trace.clear()
    t("list", items)[t("index", 0)] = t("value", "v")
    print(trace, items)
    trace.clear()
    t("list", items)[t("index", 0)] += t("value", "w")
    print(trace, items)
    x = 10
    x -= 1; x //= 2; x **= 2; x %= 7; x |= 8; x ^= 3; x &= 0xF
    print(x)
    s = "a"; s += "b"; s *= 2
    u = (1,); u += (2,)
    print(s, u)
    n: int = 3
    m: str
    print(n)
    (p), [q, (r, z)] = 1, (2, "34")
    print(p, q, r, z)
    try:
        items[10] += 1
    except IndexError as e:
        print(type(e).__name__, e)
    try:
        table["none"] += 1
    except KeyError as e:
        print(type(e).__name__, e)
    try:
        box.q += 1
    except AttributeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
