{a: b, c}  #~ MPF0102: ':' expected after dictionary key
{a, b: c}  #~ MPF0101: a dictionary entry cannot stand among the elements of a set
{a:}  #~ MPF0102: expression expected after dictionary key and ':'
{a: *b}  #~ MPF0117: cannot use a starred expression in a dictionary value
{a b}  #~ MPF0101: invalid syntax. Perhaps you forgot a comma?
[1 2]  #~ MPF0101: invalid syntax. Perhaps you forgot a comma?
(*a)  #~ MPF0117: cannot use starred expression here
x = *a  #~ MPF0117: can't use starred expression here
x[]  #~ MPF0101: invalid syntax
x[1:2:3:4]  #~ MPF0101: invalid syntax
