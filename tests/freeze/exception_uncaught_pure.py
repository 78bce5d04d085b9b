# The escaping exception comes from pure code: it may not surface before earlier output.

print("one")
a = [1, 2, 3]
print("two")
b = a[10]
print("never")
