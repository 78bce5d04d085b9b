def parse(text):
    try:
        return int(text)
    except ValueError as e:
        print(e)
    except (KeyError, TypeError):
        pass
    finally:
        print("done")


def guard(m):
    with m as x:
        return x.value
