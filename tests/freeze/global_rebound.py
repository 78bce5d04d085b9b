# Globals rebound and augmented by functions, before and after effects.

total = 0
state = "init"
items = ()


def add(n):
    global total, items
    total += n
    items += (n,)
    return total


def switch(to):
    global state, created
    print(state, "->", to)
    state = to
    created = to.upper()


a = add(5)
b = total
switch("running")
c = state
d = created
add(10)
e = total + a
switch("done")
print(a, b, c, d, e, total, items, state, created)
