# Views taken at module level stay live when the dict changes on the device.

table = {"a": 1, "b": 2}
keys = table.keys()
values = table.values()
items = table.items()
before = list(keys)


def change():
    print("changing")
    table["c"] = 3
    del table["a"]


size = len(keys)
change()
after = list(items)
print(before, after, size, len(keys), list(values), "c" in keys, ("b", 2) in items)
table.clear()
print(list(keys), list(values), len(items))
