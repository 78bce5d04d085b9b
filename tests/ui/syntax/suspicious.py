# Accepted with a warning.
assert (x, "message")  #~ MPF0127: assertion is always true, perhaps remove parentheses?
if x is 1: pass  #~ MPF0127: "is" with 'int' literal. Did you mean "=="?
if x is not "a": pass  #~ MPF0127: "is not" with 'str' literal. Did you mean "!="?
y = "abc" (1)  #~ MPF0127: 'str' object is not callable; perhaps you missed a comma?
z = [1, 2] [3], (4)[5]  #~ MPF0127: 'int' object is not subscriptable; perhaps you missed a comma?
a = "\q"  #~ MPF0111: '\q' is not an escape sequence
b = 1if x else 2  #~ MPF0127: invalid decimal literal
def f():
    try:
        pass
    finally:
        return 1  #~ MPF0127: 'return' in a 'finally' block
