# Constants of every numeric kind computed at module level; results equal at run time.

HUGE = 3**200
RATIO = 1 / 3
ROOTS = [n**0.5 for n in (2, 3, 4)]
MASKS = tuple(1 << n for n in range(0, 70, 10))
SCALE = {"micro": 1e-6, "kilo": 10**3, "inf": float("inf")}
TEXT = ["%.3f" % (n * RATIO) for n in range(4)]
NEG = -(2**31), -(2**31) - 1, 2**30 - 1, 2**30, -(2**30) - 1


def again():
    return 3**200, 1 / 3, [n**0.5 for n in (2, 3, 4)]


print(HUGE, RATIO, ROOTS, MASKS)
print(again() == (HUGE, RATIO, ROOTS), SCALE, TEXT, NEG)
HUGE += 1
print(HUGE % 1000, HUGE - 3**200, RATIO * 3 == 1, NEG[3] - NEG[2])
