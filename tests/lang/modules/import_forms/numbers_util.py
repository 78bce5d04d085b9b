BASE = 8


def double(x):
    return x * 2
