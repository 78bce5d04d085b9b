[*x for x in y]  #~ MPF0117: iterable unpacking cannot be used in comprehension
{**x for x in y}  #~ MPF0117: dict unpacking cannot be used in dict comprehension
[x, y for x in z]  #~ MPF0101: did you forget parentheses around the comprehension target?
[x := 1 for x in y]  #~ MPF0113: assignment expression cannot rebind comprehension iteration variable 'x'
[i for i in (j := x)]  #~ MPF0113: assignment expression cannot be used in a comprehension iterable expression
class A:
    [k := i for i in x]  #~ MPF0113: assignment expression within a comprehension cannot be used in a class body
def f():
    return [(yield) for x in y]  #~ MPF0116: 'yield' inside list comprehension
[x for f() in y]  #~ MPF0113: cannot assign to function call
[x for x in y if a if b else c]  #~ MPF0101: invalid syntax
