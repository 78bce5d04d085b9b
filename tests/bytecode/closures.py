def counter(start):
    n = start

    def bump(by=1):
        nonlocal n
        n += by
        return n

    return bump, lambda: n


def late(flag):
    if flag:
        value = 1
    print(value)
    del value
