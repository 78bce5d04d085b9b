import left


def other():
    return "right of " + left.__name__
