# Brackets that do not fit; the lines after them are read.
a = (1, 2]  #~ MPF0106: closing parenthesis ']' does not match opening parenthesis '('
b = 3)  #~ MPF0106: unmatched ')'
c = {1: [2, 3}  #~ MPF0106: closing parenthesis '}' does not match opening parenthesis '['
d = [1,  #~ MPF0106: '[' was never closed
     2
def f():
    return (1,  #~ MPF0106: '(' was never closed
x = 1 +
