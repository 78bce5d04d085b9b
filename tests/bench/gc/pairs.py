# 1800 tuples of two in a list, 29 KB; one object in five is dead and everything moves. N: collections.
import gc

N = 1


def dead(n):
    return bytearray(n)


def build():
    dead(100)
    keep = [None] * 1800
    lost = None
    for i in range(1800):
        keep[i] = (i, keep[i - 1] is None)
        if i % 4 == 0:
            lost = (i, i)
    return keep


def main():
    keep = build()
    for _ in range(N):
        gc.collect()
    print(keep[0], keep[900], keep[1799])


main()
