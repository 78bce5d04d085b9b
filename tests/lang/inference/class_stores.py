# A class that gets attributes while the program runs: proofs about these names give way, others stay.
class Late:
    def __init__(self):
        self.v = 1
        self.w = 2

    def read(self):
        return self.v + self.w

    def name(self):
        return "late"


class Sub(Late):
    def read(self):
        return super().read() * 10


def run(n):
    out = []
    x, y = Late(), Sub()
    for i in range(n):
        out.append((x.read(), y.read(), x.name(), y.name()))
        if i == 1:
            Late.name = lambda self: "patched"
        if i == 2:
            Late.v = property(lambda self: 100)
        if i == 3:
            Sub.read = lambda self: "new"
        if i == 4:
            del Sub.read
    return out


for row in run(6):
    print(row)
