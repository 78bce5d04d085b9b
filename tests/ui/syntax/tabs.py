if x:
        a = 1
	b = 2  #~ MPF0105: inconsistent use of tabs and spaces in indentation
if y:
	c = 1
        d = 2  #~ MPF0105: inconsistent use of tabs and spaces in indentation
