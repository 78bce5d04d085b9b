# Each line has its own error, and each is reported.
a = = 1  #~ MPF0101: invalid syntax
def f(:  #~ MPF0106: '(' was never closed
    b = = 2  #~ MPF0101: invalid syntax
    if b  #~ MPF0102: expected ':'
        c = = 3  #~ MPF0101: invalid syntax
    return d e  #~ MPF0101: invalid syntax
class G:
    def h(self)  #~ MPF0102: expected ':'
        return [1, 2  #~ MPF0106: '[' was never closed
    def i(self):
        x = 1 1  #~ MPF0101: invalid syntax
j = = 4  #~ MPF0101: invalid syntax
