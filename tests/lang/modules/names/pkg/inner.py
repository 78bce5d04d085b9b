NAME = __name__


def work():
    pass
