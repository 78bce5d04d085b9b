def paths(items):
    for item in items:
        try:
            if item:
                continue
            return item
        except KeyError as e:
            break
        finally:
            print(item)
    while True:
        try:
            step()
        finally:
            with items:
                break


def step():
    raise ValueError("no") from None
