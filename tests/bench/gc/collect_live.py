# What a collection costs: live data of one SHAPE, then N collections. With MOVES, an object below all of it dies before
# each of them, so that everything moves. The command changes the three.
import gc

N = 12
SHAPE = "tuples"
MOVES = False


class Reading:
    def __init__(self, number):
        self.number = number
        self.unit = "C"
        self.value = 2 * number


def nested(count):
    chain = []
    for i in range(count):
        chain = [chain, i]
    return chain


def build(shape):
    if shape == "floats":
        return [i + 0.5 for i in range(3200)]
    if shape == "nested":
        return nested(1800)
    if shape == "tuples":
        return [(i, i) for i in range(1800)]
    if shape == "instances":
        return [Reading(i) for i in range(600)]
    if shape == "bytearrays":
        return [bytearray(1024) for i in range(62)]
    return []


def run(n, shape, moves):
    below = [bytearray(16) for i in range(n)]
    data = build(shape)
    for i in range(n):
        if moves:
            below[i] = None
        gc.collect()
    return len(data), len(below)


print("collect_live", N, SHAPE, MOVES, run(N, SHAPE, MOVES))
