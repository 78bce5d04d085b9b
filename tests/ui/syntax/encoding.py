# -*- coding: koi-99 -*-  #~ MPF0123: source encoding 'koi-99' is not supported
x = 1
