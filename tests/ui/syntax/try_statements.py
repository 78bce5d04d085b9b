try:  #~ MPF0120: expected 'except' or 'finally' block
    pass
x = 1
try:
    pass
except:  #~ MPF0120: default 'except:' must be last
    pass
except A:
    pass
try:
    pass
except A:
    pass
except* B:  #~ MPF0120: cannot have both 'except' and 'except*' on the same 'try'
    pass
try:
    pass
except A, B as e:  #~ MPF0120: multiple exception types must be parenthesized when using 'as'
    pass
for x in y:
    try:
        pass
    except* A:
        break  #~ MPF0120: 'break', 'continue' and 'return' cannot appear in an 'except*' block
try:
    pass
except* : pass  #~ MPF0120: expected one or more exception types
