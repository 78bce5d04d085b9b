# The order and the names of parameters.
def f(a, a): pass  #~ MPF0115: duplicate parameter 'a' in function definition
def f(a=1, b): pass  #~ MPF0115: parameter without a default follows parameter with a default
def f(*): pass  #~ MPF0115: named parameters must follow bare *
def f(*a, *b): pass  #~ MPF0115: * may appear only once
def f(**k, a): pass  #~ MPF0115: parameters cannot follow var-keyword parameter
def f(/, a): pass  #~ MPF0115: at least one parameter must precede /
def f(*a=1): pass  #~ MPF0115: var-positional parameter cannot have default value
def f(a, (b, c)): pass  #~ MPF0115: function parameters cannot be parenthesized
def f(a=): pass  #~ MPF0115: expected default value expression
lambda x, x: 1  #~ MPF0115: duplicate parameter 'x' in lambda expression
lambda (x): 1  #~ MPF0115: lambda expression parameters cannot be parenthesized
