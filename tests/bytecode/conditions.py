def choose(a, b, c):
    if a and not b or c is not None:
        return a < b <= c
    x = a or b
    y = a if b else c
    assert x in y, "must be in"
    while 1 < a < 10:
        a += 1
    return not x


def folded():
    if __name__ == "__main__" and __debug__:
        return 2 ** 10 - 7 // -2, -1, (1, "a" + "b"), 1.5 * 2
    return 60 * 60 * 24
