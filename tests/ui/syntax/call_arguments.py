# The order and the names of arguments.
f(a=1, 2)  #~ MPF0114: positional argument follows keyword argument
f(**k, 2)  #~ MPF0114: positional argument follows keyword argument unpacking
f(**k, *a)  #~ MPF0114: iterable argument unpacking follows keyword argument unpacking
f(a=1, a=2)  #~ MPF0114: keyword argument repeated: a
f(x for x in y, 1)  #~ MPF0114: Generator expression must be parenthesized
f(a.b=1)  #~ MPF0114: expression cannot contain assignment, perhaps you meant "=="?
f(True=1)  #~ MPF0114: cannot assign to True
f(1 2)  #~ MPF0101: invalid syntax. Perhaps you forgot a comma?
class A(x for x in y): pass  #~ MPF0114: a generator expression cannot be a base class
