# try, except, else, finally in their basic combinations.


def risky(n):
    if n == 1:
        return 1 / 0
    if n == 2:
        return [][0]
    if n == 3:
        return {}["k"]
    return n


def run(n):
    try:
        result = risky(n)
    except ZeroDivisionError:
        print("zero")
    except (IndexError, KeyError) as e:
        print("lookup", type(e).__name__)
    else:
        print("fine", result)
    finally:
        print("done", n)


def returns():
    try:
        return "try"
    finally:
        print("finally before return")


def overrides():
    for i in range(3):
        try:
            continue
        finally:
            print("cleanup", i)
    while True:
        try:
            break
        finally:
            print("leaving")
    return "end"


def nested():
    try:
        try:
            risky(1)
        except KeyError:
            print("wrong handler")
        finally:
            print("inner finally")
    except ZeroDivisionError as e:
        print("outer", e)


def main():
    for n in range(5):
        run(n)
    print(returns(), overrides())
    nested()
    try:
        raise ValueError
    except Exception as e:
        print(type(e).__name__, str(e) == "", e.args)
    try:
        risky(2)
    except:
        print("bare")


if __name__ == "__main__":
    main()
