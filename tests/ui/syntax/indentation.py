def f():
x = 1  #~ MPF0104: expected an indented block after function definition on line 1
if x:
        a = 1
    b = 2  #~ MPF0103: unindent does not match any outer indentation level
  c = 3  #~ MPF0103: unexpected indent
def g():
    if x:
    # a comment is no block
    y = 1  #~ MPF0104: expected an indented block after 'if' statement on line 8
while x:  #~ MPF0104: expected an indented block after 'while' statement on line 11
