# throw, close, finally in generators, ignored GeneratorExit.

log = []


def resilient():
    n = 0
    while True:
        try:
            n += 1
            yield n
        except ValueError as e:
            log.append(str(e))
            yield "caught"
        finally:
            log.append("finally")


def cleanup():
    try:
        yield 1
        yield 2
    finally:
        log.append("closed")


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def reentrant():
    yield next(me)


me = reentrant()


def main():
    global me
    log.clear()
    g = resilient()
    print(next(g), g.throw(ValueError("v")), next(g), log)
    try:
        g.throw(KeyError("k"))
    except KeyError as e:
        print(type(e).__name__, e)
    print(list(g))
    log.clear()
    c = cleanup()
    print(next(c), c.close(), log, c.close())
    unstarted = cleanup()
    unstarted.close()
    print(log, list(unstarted))
    s = stubborn()
    next(s)
    try:
        s.close()
    except RuntimeError as e:
        print(type(e).__name__, e)
    try:
        cleanup().throw(TypeError("early"))
    except TypeError as e:
        print(type(e).__name__, e)
    me = reentrant()
    try:
        next(me)
    except ValueError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
