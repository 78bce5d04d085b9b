else:  #~ MPF0101: 'else' does not belong to any statement here
    pass
x = 1
elif x:  #~ MPF0101: 'elif' does not belong to any statement here
    pass
except A:  #~ MPF0101: 'except' does not belong to any statement here
    pass
finally:  #~ MPF0101: 'finally' does not belong to any statement here
    pass
@decorator
x = 1  #~ MPF0101: expected a function or class definition after the decorator
@decorator
for x in y: pass  #~ MPF0101: expected a function or class definition after the decorator
case 1:  #~ MPF0101: invalid syntax
    pass
