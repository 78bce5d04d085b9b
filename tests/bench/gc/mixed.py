# 250 records of instance, text, list, dict, float and bytes, 64 KB; one object in five is dead and everything moves.
# N: collections.
import gc

N = 1


class Record:
    def __init__(self, name, values, fields):
        self.name = name
        self.values = values
        self.fields = fields


def dead(n):
    return bytearray(n)


def record(i):
    values = [i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7]
    lost = (i, values)
    name = "record number " + str(10000 + i)
    return Record(name, values, {"id": i, "weight": i + 0.5, "data": bytes(72)})


def build():
    dead(100)
    keep = [None] * 250
    for i in range(250):
        keep[i] = record(i)
    return keep


def main():
    keep = build()
    for _ in range(N):
        gc.collect()
    first, last = keep[0], keep[249]
    print(first.name, first.values, first.fields["weight"], len(last.fields["data"]), last.name, last.values)


main()
