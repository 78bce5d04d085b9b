# 600 instances of three attributes in a list, 14 KB; one object in five is dead and everything moves. N: collections.
import gc

N = 1


class Point:
    def __init__(self, x, y, name):
        self.x = x
        self.y = y
        self.name = name


def dead(n):
    return bytearray(n)


def build():
    dead(100)
    keep = [None] * 600
    lost = None
    for i in range(600):
        keep[i] = Point(i, -i, "point")
        if i % 4 == 0:
            lost = Point(i, i, "lost")
    return keep


def main():
    keep = build()
    for _ in range(N):
        gc.collect()
    print(keep[0].x, keep[300].y, keep[599].name)


main()
