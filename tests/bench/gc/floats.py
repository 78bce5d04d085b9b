# 3200 floats in a list, 51 KB; one object in five is dead and everything moves. N: collections.
import gc

N = 1


def dead(n):
    return bytearray(n)


def build():
    dead(100)
    keep = [None] * 3200
    lost = None
    for i in range(3200):
        keep[i] = i + 0.5
        if i % 4 == 0:
            lost = i + 0.25
    return keep


def main():
    keep = build()
    for _ in range(N):
        gc.collect()
    print(keep[0], keep[1600], keep[3199])


main()
