rate = 300


def own_rate():
    return rate
