# A header ends in a colon; its block is still read.
if x  #~ MPF0102: expected ':'
    y = = 1  #~ MPF0101: invalid syntax
while x = 1:  #~ MPF0101: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
    pass
def f()  #~ MPF0102: expected ':'
    return 1
class A  #~ MPF0102: expected ':'
    pass
else if x: pass  #~ MPF0101: invalid syntax
for i in range(3)  #~ MPF0102: expected ':'
    print i  #~ MPF0101: Missing parentheses in call to 'print'. Did you mean print(...)?
