# raise from, __cause__, __context__, __suppress_context__.


class ConfigError(Exception):
    pass


def parse(text):
    try:
        return int(text)
    except ValueError as e:
        raise ConfigError("bad " + text) from e


def implicit():
    try:
        {}["a"]
    except KeyError:
        [][1]


def hidden():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ConfigError("clean") from None


def chain(e):
    parts = []
    while e is not None:
        parts.append(type(e).__name__)
        e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
    return " <- ".join(parts)


def main():
    print(parse("12"))
    try:
        parse("zz")
    except ConfigError as e:
        print(e, type(e.__cause__).__name__, e.__cause__, e.__suppress_context__, e.__context__ is e.__cause__)
    try:
        implicit()
    except IndexError as e:
        print(e, e.__cause__, type(e.__context__).__name__, chain(e))
    try:
        hidden()
    except ConfigError as e:
        print(e, e.__cause__, type(e.__context__).__name__, e.__suppress_context__, chain(e))
    try:
        try:
            raise ValueError("first")
        finally:
            raise TypeError("second")
    except TypeError as e:
        print(chain(e), e.__context__)
    try:
        raise ValueError("v") from KeyError
    except ValueError as e:
        print(repr(e.__cause__))
    try:
        raise ValueError("v") from 5
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
