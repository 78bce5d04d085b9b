# A statement that mutates and then raises: its mutation stays, nothing is undone.

items = [1]
table = {}


def half_done(x):
    items.append(x)
    table[x] = len(items)
    raise KeyError(x)


try:
    half_done("a")
except KeyError:
    pass
snapshot = list(items)
try:
    half_done("b")
except KeyError as e:
    print("caught", e)
print(items, table, snapshot)
