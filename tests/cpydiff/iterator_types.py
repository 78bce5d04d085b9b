# Difference: the iterators of builtin containers share one type, whose name is `iterator`.
# Cause: one small object serves list, tuple, str, dict, set and range; a type for each would only cost flash.
# Workaround: do not look at the type of an iterator; `iter(x) is x` tells whether something is one.

values = [[], (), "", {}, set(), range(0)]
print(*[type(iter(value)).__name__ for value in values])

# cpython:
# list_iterator tuple_iterator str_ascii_iterator dict_keyiterator set_iterator range_iterator
# mpfreeze:
# iterator iterator iterator iterator iterator iterator
