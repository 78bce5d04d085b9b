# Difference: the order in which a set is iterated and printed.
# Cause: sets here keep the order in which their elements were added; CPython's order follows the hash table.
# Workaround: write `sorted(s)` wherever the order can be seen.

numbers = {30, 1, 20}
numbers.add(2)
print(list(numbers))
print(numbers)

# cpython:
# [1, 2, 20, 30]
# {1, 2, 20, 30}
# mpfreeze:
# [30, 1, 20, 2]
# {30, 1, 20, 2}
