# assert with and without a message; AssertionError; StopIteration and others by hand.


def check(x):
    assert x > 0, "not positive: " + str(x)
    assert x < 100
    assert (x % 2 == 0), (x, "odd")
    return x


def evaluate_message():
    calls = []
    def note():
        calls.append("called")
        return "text"
    assert True, note()
    try:
        assert False, note()
    except AssertionError as e:
        calls.append(str(e))
    return calls


def main():
    for x in (4, -1, 200, 7):
        try:
            print(check(x))
        except AssertionError as e:
            print(type(e).__name__, e, e.args)
    print(evaluate_message())
    try:
        assert [], "empty"
    except AssertionError as e:
        print(e)
    try:
        assert not "x"
    except AssertionError as e:
        print(repr(e))


if __name__ == "__main__":
    main()
