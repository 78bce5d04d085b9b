# Lists with a proved index, and values that are lists on some ways only.
class MyList(list):
    def __getitem__(self, i):
        return "mine " + str(list.__getitem__(self, i))

    def __setitem__(self, i, v):
        list.__setitem__(self, i, v * 10)


def fill(a, n):
    for i in range(n):
        a[i] = i * 2
    return [a[i] for i in range(n)]


def sum_of(a):
    total = 0
    for i in range(len(a)):
        total += a[i]
    return total


def local_list(n):
    a = [0] * n
    for i in range(n):
        a[i] = a[i - 1] + i
    return a


def out_of_range(n):
    a = [1, 2, 3]
    out = []
    for i in range(-n, n):
        try:
            a[i] += 10
            out.append(a[i])
        except IndexError as e:
            out.append(str(e))
    return out


def shrinking():
    a = [1, 2, 3, 4]
    out = []
    try:
        for i in range(len(a)):
            out.append(a[i])
            a.pop()
    except IndexError as e:
        out.append(str(e))
    return out


def growing(n):
    a = []
    for i in range(n):
        a.append(i)
        a[i] = a[i] * a[0] + 1
    return a


def either(flag, i):
    a = [10, 20, 30]
    if flag == 1:
        a = (1, 2, 3)
    elif flag == 2:
        a = "abc"
    elif flag == 3:
        a = {0: "zero", 1: "one", 2: "two"}
    elif flag == 4:
        a = MyList([7, 8, 9])
    elif flag == 5:
        a = bytearray(b"xyz")
    elif flag == 6:
        a = range(5, 9)
    return a[i]


def big_index():
    a = [1, 2, 3]
    out = []
    for i in (1 << 31, -(1 << 31), 1 << 40):
        try:
            out.append(a[i])
        except IndexError as e:
            out.append(str(e))
    return out


def slices(n):
    a = list(range(10))
    out = []
    for i in range(n):
        a[i : i + 2] = [i]
        out.append(a[i:])
    del a[0]
    return out, a


def tuples(n):
    out = []
    for i in range(n):
        t = (i, "s", 2.5)
        a, b, c = t
        out.append((t[0] + a, t[1] + b, t[-1] + c))
    return out


def swapped(n):
    a, b = 0, "x"
    for i in range(n):
        a, b = b, a
    return a, b


def pair(flag):
    if flag:
        return 1, 2
    return "a", "b"


def byte_values(data):
    out = 0
    for i in range(len(data)):
        out = (out << 1 ^ data[i]) & 0xFFFF
    for b in data:
        out += b
    return out


def nested():
    grid = [[0] * 3 for _ in range(3)]
    for y in range(3):
        for x in range(3):
            grid[y][x] = x * y
    grid[1] = "row"
    return [row[1] for row in grid]


def booleans_as_index():
    a = ["no", "yes"]
    return a[True], a[1 > 2]


def extended(a):
    a += (4, 5)
    return a


mine = MyList([1, 2, 3])
print(fill([0] * 4, 4), fill(mine, 3), list.__getitem__(mine, 2))
print(sum_of([1, 2, 3]), sum_of([1.5, 2]), sum_of((1, 2)))
print(local_list(6))
print(out_of_range(5))
print(shrinking(), growing(5))
print([either(n, 1) for n in range(7)])
print(big_index())
print(slices(3))
print(tuples(2), swapped(3), pair(True), pair(False))
p, q = pair(True)
r, s = pair(False)
print(p + q, r + s)
print(byte_values(b"hello"), byte_values(bytearray(b"\xff\x00")))
print(nested(), booleans_as_index())
print(extended([1]), extended((1,)))
