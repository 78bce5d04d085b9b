class = 1  #~ MPF0101: invalid syntax
def for(): pass  #~ MPF0101: invalid syntax
x.if = 2  #~ MPF0101: invalid syntax
import pass  #~ MPF0101: invalid syntax
f(class=1)  #~ MPF0101: invalid syntax
print "hello"  #~ MPF0101: Missing parentheses in call to 'print'. Did you mean print(...)?
True = 1  #~ MPF0113: cannot assign to True
def None(): pass  #~ MPF0101: invalid syntax
a = b if c  #~ MPF0102: expected 'else' after 'if' expression
a && b  #~ MPF0101: invalid syntax
x++  #~ MPF0101: invalid syntax
