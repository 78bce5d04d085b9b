a = f"{}"  #~ MPF0112: f-string: valid expression required before '}'
b = f"{x!z}"  #~ MPF0112: f-string: invalid conversion character 'z': expected 's', 'r', or 'a'
c = f"{x! r}"  #~ MPF0112: f-string: conversion type must come right after the exclamation mark
d = f"{x"  #~ MPF0112: f-string: expecting '}'
e = f"}"  #~ MPF0112: f-string: single '}' is not allowed
g = f"{lambda x: 1}"  #~ MPF0112: f-string: lambda expressions are not allowed without parentheses
h = f"{x y}"  #~ MPF0112: f-string: expecting '=', or '!', or ':', or '}'
i = f"{!r}"  #~ MPF0112: f-string: valid expression required before '!'
j = f"{a:{b:{c:{d}}}}"  #~ MPF0122: f-string: expressions nested too deeply
k = t"{}"  #~ MPF0112: t-string: valid expression required before '}'
