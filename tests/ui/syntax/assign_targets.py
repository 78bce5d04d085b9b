# Only names, attributes, subscripts and lists of these can be assigned to.
f() = 1  #~ MPF0113: cannot assign to function call here. Maybe you meant '==' instead of '='?
1 = x  #~ MPF0113: cannot assign to literal here. Maybe you meant '==' instead of '='?
(a, b + c) = 1, 2  #~ MPF0113: cannot assign to expression
a == b = c  #~ MPF0113: cannot assign to comparison
None = 0  #~ MPF0113: cannot assign to None
*rest = [1]  #~ MPF0113: starred assignment target must be in a list or tuple
*a, *b = [1]  #~ MPF0113: multiple starred expressions in assignment
(x, y) += 1  #~ MPF0113: 'tuple' is an illegal expression for augmented assignment
(x, y): int = 1  #~ MPF0113: only single target (not tuple) can be annotated
for f() in []: pass  #~ MPF0113: cannot assign to function call
del f(), a  #~ MPF0113: cannot delete function call
x = yield = 1  #~ MPF0113: assignment to yield expression not possible #~ MPF0116: 'yield' outside function
(a.b := 1)  #~ MPF0113: cannot use assignment expressions with attribute
__debug__ = True  #~ MPF0113: cannot assign to __debug__
