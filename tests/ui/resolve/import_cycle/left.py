import right


def name():
    return right.other()
