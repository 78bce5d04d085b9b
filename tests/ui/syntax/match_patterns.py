match x:
    case _:  #~ MPF0119: wildcard makes remaining patterns unreachable
        pass
    case 1:
        pass
match x:
    case y:  #~ MPF0119: name capture 'y' makes remaining patterns unreachable
        pass
    case [a, a]:  #~ MPF0119: multiple assignments to name 'a' in pattern
        pass
    case (1 as b) | (2 as c):  #~ MPF0119: alternative patterns bind different names
        pass
    case A(k=1, k=2):  #~ MPF0119: attribute name repeated in class pattern: k
        pass
    case A(k=1, 2):  #~ MPF0119: positional patterns follow keyword patterns
        pass
    case {"a": 1, "a": 2}:  #~ MPF0119: mapping pattern checks duplicate key ('a')
        pass
    case {**rest, "a": 1}:  #~ MPF0119: double starred capture must be the last item of a mapping pattern
        pass
    case [*a, *b]:  #~ MPF0119: multiple starred expressions in sequence pattern
        pass
    case f"x":  #~ MPF0119: patterns may only match literals and attribute lookups
        pass
    case 1 + 2:  #~ MPF0119: imaginary number required in complex literal
        pass
    case a.b as _:  #~ MPF0119: cannot use '_' as a target
        pass
    y = 1  #~ MPF0101: expected 'case': nothing else can stand directly in a 'match'
match x:  #~ MPF0101: invalid syntax
    y = 2
