# Defaults bound at definition: aliases of globals that change or are rebound later.

limit = 10
shared = ["g"]


def use(n=limit, items=shared, alias=shared):
    items.append(n)
    return n, len(alias)


limit = 20
shared.append("h")
print(use(), use(limit))
old = shared
shared = ["rebound"]
print(use(1), shared, old)
shared = old
print(shared is use.__defaults__[1], use())
