import store


def peek():
    return store.count


def add(x):
    store.items.append(x)


def extra():
    return store.extra


def describe():
    return store.describe()
