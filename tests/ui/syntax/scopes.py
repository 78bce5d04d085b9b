nonlocal a  #~ MPF0118: nonlocal declaration not allowed at module level
def f(x):
    global x  #~ MPF0118: name 'x' is parameter and global
def g():
    y = 1
    global y  #~ MPF0118: name 'y' is assigned to before global declaration
def h():
    print(z)
    global z  #~ MPF0118: name 'z' is used prior to global declaration
def i():
    global w
    nonlocal w  #~ MPF0118: name 'w' is nonlocal and global
def j():
    global v
    v: int = 1  #~ MPF0118: annotated name 'v' can't be global
