# Names that nothing binds, with the nearest one that exists.
counter = 0


def step(amount):
    return countr + amount


prnt(step(1))
