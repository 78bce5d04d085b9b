# Iterators, zip, map and enumerate objects bound at module level, half consumed.

items = ["a", "b", "c", "d"]
it = iter(items)
head = next(it)
pairs = zip(items, range(10))
one = next(pairs)
upper = map(str.upper, items)
numbered = enumerate(items, 1)
next(numbered)
items.append("late")
print(head, one)
print(list(it), list(pairs), list(upper), list(numbered))
keys = iter({"x": 1, "y": 2})
next(keys)
print(list(keys), list(it))
