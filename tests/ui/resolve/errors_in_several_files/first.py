def f(:
    pass


x = (1, 2
