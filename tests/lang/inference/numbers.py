# Small ints, big ints, booleans and floats, at the edges of what is proved.
TOP = 1073741823
BOTTOM = -1073741824


def edges(n):
    out = []
    for i in range(n):
        out.append((TOP + i, TOP - i, BOTTOM - i, BOTTOM + i))
    return out


def up(n):
    last = None
    for i in range(TOP - 3, n):
        last = i
    return last


def near_the_top():
    out = []
    for i in range(TOP - 2, TOP):
        out.append(i + 1)
    for i in range(TOP - 1, TOP + 2):
        out.append(i)
    return out


def empty():
    for i in range(5, 0):
        print("never")
    for i in range(BOTTOM, BOTTOM):
        print("never")
    count = 0
    for i in range(BOTTOM, BOTTOM + 3):
        count += i
    return count


def masked(n):
    s = 0
    t = 0
    for i in range(n):
        s = (s + i * 3) & 0xFFFFFF
        s ^= i >> 2
        t = (t ^ (i * i)) & 255
        t = t - 300
        t = t * 3 % 101
    return s, t


def negative_masks(n):
    out = []
    for i in range(n):
        out.append(((i - 3) & 7, (i - 3) & -2, (i - 3) ^ 5, (3 - i) ^ -1, (i - 3) % 5, (i - 3) % -5))
    return out


def products():
    out = []
    for a in (32767, 32768, -32768, 46340, 46341):
        for b in (32767, 32768, -32769):
            out.append(a * b)
    return out


def product(a, b):
    return a * b


def grow(n):
    x = 1
    for i in range(n):
        x = x * 3 + 1
    return x


def grow_slowly(n):
    x = 1073741000
    for i in range(n):
        x += 100
    return x


def booleans(n):
    out = []
    for i in range(n):
        b = i > 1
        out.append((b + 1, b & True, b | False, b ^ True, b * 5, -b, ~b, b << 3))
    return out


def floats_or_ints(n):
    x = 0
    out = []
    for i in range(n):
        out.append(x)
        if i == 2:
            x = 0.5
        x = x + 1
    return out


def number(x):
    return x + 1


def until(limit):
    i = 0
    while i < limit:
        i += 1
    return i


def stepped():
    return [list(range(0, 10, 3)), [i for i in range(10, 0, -3)], sum(i for i in range(1, 100, 7))]


def counters(start, stop, step):
    out = []
    for i in range(start, stop, step):
        out.append(i)
    return out


def zero_step():
    try:
        counters(0, 5, 0)
    except ValueError as e:
        return str(e)


def shifts(n):
    return [(1 << i, -1 << i, (1 << 29) >> i, -5 >> i) for i in range(n)]


def divisions():
    out = []
    for a in range(-7, 8, 7):
        for b in (-2, -1, 1, 2):
            out.append((a // b, a % b))
    return out


def reassigned_counter(n):
    out = []
    for i in range(n):
        out.append(i)
        i = "text"
        out.append(i)
    return out


def last_after_loop(n):
    i = None
    for i in range(n):
        pass
    return i


print(edges(3))
print(up(TOP + 3))
print(near_the_top())
print(empty())
print(masked(1000))
print(negative_masks(8))
print(products(), product(65536, 65536), product("ab", 3), product(1.5, 2))
print(grow(40), grow_slowly(20))
print(booleans(3))
print(floats_or_ints(5))
print(number(TOP), number(1.5), number(True))
print(until(5), until(2.5), until(TOP // 1000000))
print(stepped(), counters(0, 3, 1), counters(3, 0, -1), zero_step())
print(shifts(33))
print(divisions())
print(reassigned_counter(2))
print(last_after_loop(0), last_after_loop(4))
