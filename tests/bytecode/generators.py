def count(n):
    got = yield n
    while got:
        got = yield got
    return n


def chain(*parts):
    for part in parts:
        result = yield from part
    return result
