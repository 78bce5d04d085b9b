# A chain of 1800 lists, each inside the one before, with room for four items: 58 KB; one object in five is dead and
# everything moves. N: collections.
import gc

N = 1


def dead(n):
    return bytearray(n)


def build():
    dead(100)
    chain = []
    lost = None
    for i in range(1800):
        outer = []
        outer.append(chain)
        chain = outer
        if i % 2 == 0:
            lost = [i]
    return chain


def main():
    chain = build()
    for _ in range(N):
        gc.collect()
    depth = 0
    while chain:
        chain = chain[0]
        depth += 1
    print(depth)


main()
