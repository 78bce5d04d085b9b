# Functions that look pure but reach state which deferred code changes.

config = {"scale": 2}
history = []


def scale(n):
    return n * config["scale"]


def remember(n):
    history.append(n)
    return n


def load():
    print("loading")
    config["scale"] = 10


early = scale(4)
load()
late = scale(4)
r1 = remember(late)
late2 = remember(scale(1)) + len(history)
pure = [n * n for n in range(3)]
print(early, late, r1, late2, history, pure)
