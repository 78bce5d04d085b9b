# What an allocation costs beside live data: N short-lived tuples of three are made while LIVE_KB stay alive, in byte
# buffers or in small instances. The loop and the collections count too. The command changes the three.
N = 20000
LIVE_KB = 0
SMALL = False


class Node:
    def __init__(self, link, value):
        self.link = link
        self.value = value


def hold(kilobytes, small):
    if not small:
        return [bytearray(1000) for i in range(kilobytes)]
    chain = None
    for i in range(kilobytes * 1024 // 12):
        chain = Node(chain, i)
    return chain


def run(n, kilobytes, small):
    live = hold(kilobytes, small)
    check = 0
    for i in range(n):
        triple = (i, check, i)
        check = triple[0]
    return check, live is not None


print("alloc_live", N, LIVE_KB, SMALL, run(N, LIVE_KB, SMALL))
