# Bare raise, re-raise through several frames, name deleted after the handler.

trail = []


def low():
    raise KeyError("deep")


def middle():
    try:
        low()
    except KeyError:
        trail.append("middle")
        raise


def high():
    try:
        middle()
    except LookupError as e:
        trail.append("high " + str(e))
        raise e


def scoped():
    e = "outer"
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    try:
        return e
    except NameError as err:
        return type(err).__name__


def inner_handled():
    try:
        raise ValueError("outer")
    except ValueError:
        try:
            raise TypeError("inner")
        except TypeError:
            pass
        raise


def retry(times):
    for attempt in range(times):
        try:
            if attempt < 2:
                raise OSError(attempt)
            return "ok at " + str(attempt)
        except OSError as e:
            last = e
    raise last


def main():
    trail.clear()
    try:
        high()
    except KeyError as e:
        print(type(e).__name__, e, trail)
    print(scoped())
    try:
        inner_handled()
    except ValueError as e:
        print(type(e).__name__, e)
    print(retry(3))
    try:
        retry(2)
    except OSError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
