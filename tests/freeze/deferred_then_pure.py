# Pure statements after a deferred one that read or bind the same names.


def announce(x):
    print("announce", x)
    return x * 2


a = 5
b = announce(a)
a = a + 1
c = a + 10
d = b + c
e = "independent".upper()
b = 0
f = b + 1
print(a, b, c, d, e, f)
a = announce(b + 7)
g = a
a = 3
print(a, g)
