# Functions and classes defined in branches, redefined, and chosen by earlier results.

FEATURES = {"fast": False, "big": True}

if FEATURES["fast"]:
    def work(n):
        return "fast"
else:
    def work(n):
        return "slow" * n

early = work(1)


def choose():
    print("choosing")
    return FEATURES["big"]


if choose():
    class Store:
        capacity = 1000
else:
    class Store:
        capacity = 10

for _i in range(3):
    def latest(n=_i):
        return n


def work(n):
    return "redefined %d" % n


print(early, work(2), Store.capacity, latest())
