# finally with return, break, continue, nested exceptions and loops.

log = []


def swallow():
    while True:
        try:
            raise ValueError("lost")
        finally:
            break
    return "swallowed"


def order():
    try:
        try:
            log.append("a")
            raise KeyError
        finally:
            log.append("b")
    except KeyError:
        log.append("c")
    else:
        log.append("no")
    finally:
        log.append("d")
    return log


def value():
    x = 1
    try:
        return x
    finally:
        x = 2


def deep(n):
    try:
        if n == 0:
            raise IndexError("bottom")
        deep(n - 1)
    finally:
        log.append(n)


def loop():
    result = []
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 4:
                break
            result.append(i)
        finally:
            result.append(-i)
    else:
        result.append("else")
    return result


def main():
    log.clear()
    print(swallow(), order(), value())
    log.clear()
    try:
        deep(4)
    except IndexError as e:
        print(e, log)
    print(loop())


if __name__ == "__main__":
    main()
