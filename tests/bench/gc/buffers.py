# 62 buffers of 1 KB, 64 KB; one in five is dead and everything moves. N: collections.
import gc

N = 1


def dead(n):
    return bytearray(n)


def build():
    dead(100)
    keep = [None] * 62
    for i in range(62):
        keep[i] = bytes([i]) * 1024
        if i % 4 == 0:
            dead(1024)
    return keep


def main():
    keep = build()
    for _ in range(N):
        gc.collect()
    print(sum(len(b) for b in keep), keep[61][0])


main()
