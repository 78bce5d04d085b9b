a = “text”  #~ MPF0108: invalid character '“' (U+201C)
b = 1 – 2  #~ MPF0108: invalid character '–' (U+2013)
c = x?  #~ MPF0108: invalid character '?' (U+003F)
d = $x  #~ MPF0108: invalid character '$' (U+0024)
e = a \ b  #~ MPF0101: unexpected character after line continuation character
f = 3 × 4  #~ MPF0108: invalid character '×' (U+00D7)
