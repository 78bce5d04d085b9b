# send, priming, values of yield expressions, return values.


def echo():
    received = []
    while True:
        x = yield len(received)
        if x is None:
            return received
        received.append(x)


def averager():
    total = count = 0
    average = None
    while True:
        total += (yield average)
        count += 1
        average = total / count


def accumulate():
    s = 0
    while s < 10:
        s += (yield s) or 1
    return "total " + str(s)


def main():
    g = echo()
    print(next(g), g.send("a"), g.send("b"))
    try:
        g.send(None)
    except StopIteration as e:
        print("returned", e.value)
    avg = averager()
    next(avg)
    print(avg.send(10), avg.send(20), avg.send(3))
    acc = accumulate()
    print(next(acc), acc.send(4), next(acc), acc.send(3))
    try:
        acc.send(5)
    except StopIteration as e:
        print(e.value)
    fresh = averager()
    try:
        fresh.send(1)
    except TypeError as e:
        print(type(e).__name__, e)
    done = echo()
    list(done)
    try:
        done.send(1)
    except StopIteration as e:
        print(type(e).__name__, e.value)


if __name__ == "__main__":
    main()
