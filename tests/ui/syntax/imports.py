"""Docstring."""
from __future__ import annotations
from __future__ import teleport  #~ MPF0121: future feature teleport is not defined
import a from b  #~ MPF0121: did you mean to use 'from ... import ...' instead?
from a import b,  #~ MPF0121: trailing comma not allowed without surrounding parentheses
from a import  #~ MPF0121: expected one or more names after 'import'
import  #~ MPF0121: expected one or more names after 'import'
import a.b as c.d  #~ MPF0113: cannot use attribute as import target
from __future__ import division  #~ MPF0121: from __future__ imports must occur at the beginning of the file
from a import *, b  #~ MPF0101: invalid syntax
