# Two names for one list, mutated by deferred code through either name.


def push(items, x):
    print("push", x)
    items.append(x)


a = b = []
push(a, 1)
n = len(b)
b.append(2)
push(b, 3)
m = len(a)
c = list(a)
a.append(4)
print(a, b, c, n, m, a is b)
