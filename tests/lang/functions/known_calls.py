# Calls of functions that never change: keywords, defaults, all orders; and those that must stay as they are.


def three(a, b=1, c=2):
    return (a, b, c)


def order(tag, value):
    log.append(tag)
    return value


def four(a, b, c, d):
    return (a, b, c, d)


def only(a, b, /, c=30):
    return (a, b, c)


def objects(a, text="word", items=(1, 2), number=1 << 40, nothing=None, yes=True, small=-5):
    return (a, text, items, number, nothing, yes, small)


def shared(a, into=[]):
    into.append(a)
    return into


def none_needed(x=10, y=20):
    return x - y


log = []


def calls():
    print(three(1), three(1, 5), three(1, 5, 6), three(1, c=7), three(1, c=8, b=9), three(c=1, b=2, a=3))
    print(four(d=4, c=3, b=2, a=1), four(1, 2, d=4, c=3), four(b=1, a=2, d=3, c=4), four(1, d=2, b=3, c=4))
    print(four(b=order("b", 1), a=order("a", 2), d=order("d", 3), c=order("c", 4)), log)
    print(only(1, 2), only(1, 2, c=3))
    print(objects(0), objects(0, small=1), objects(0, "t", nothing=2, items=3))
    print(shared(1), shared(2), shared(3, into=[0]), shared(4))
    print(none_needed(), none_needed(1), none_needed(y=1), none_needed(y=1, x=2))
    print(three(three(1, c=2), b=three(c=4, a=5)), three(three(0), three(1), c=three(2)))
    print(four(three(1), c=three(2, c=1), b=3, d=four(d=1, b=2, c=3, a=4)))
    for x in range(3):
        print(three(x if x else -1, c=x and 5), three(x, c=[three(i, b=x) for i in range(2)]))


calls()


def wrong():
    for call in (
        lambda: three(),
        lambda: three(1, 2, 3, 4),
        lambda: three(1, a=2),
        lambda: three(1, d=2),
        lambda: three(b=2),
        lambda: four(1, 2),
        lambda: four(1, 2, d=4),
        lambda: only(1, b=2),
        lambda: only(1, 2, 3, c=4),
        lambda: none_needed(1, x=2),
        lambda: none_needed(1, 2, 3),
    ):
        try:
            print(call())
        except TypeError as e:
            print("TypeError", e)


wrong()


# Through handlers and jumps: what is inserted must not shift them.
def guarded(n):
    out = []
    for i in range(n):
        try:
            if i % 2:
                out.append(three(i, c=10 // (i - 3)))
            else:
                out.append(three(c=i, a=[1, 2][i // 2]))
        except ZeroDivisionError:
            out.append(three("zero", c=i))
        except IndexError:
            out.append(four(d=i, c="index", b=0, a=1))
        finally:
            out.append(none_needed(y=i))
    while len(out) > 3:
        out.pop()
    return out


print(guarded(6))


def deep(n, step=1, limit=0):
    if n <= limit:
        return limit
    return 1 + deep(n - step, limit=limit)


print(deep(20), deep(20, limit=15), deep(10, 2))
