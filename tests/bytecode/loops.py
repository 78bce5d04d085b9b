def total(n):
    s = 0
    for i in range(n):
        s = s + i
    return s


def count(n):
    i = 0
    while i < n:
        i += 1
    return i


def items(xs):
    out = []
    for x in xs:
        if x is None:
            continue
        if x == 0:
            break
        out.append(x)
    else:
        print("all")
    return out
