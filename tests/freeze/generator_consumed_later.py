# A generator started at module level and consumed after output; generator expressions too.


def steps():
    print("generator starts")
    for i in range(4):
        yield i
    print("generator ends")


def quiet():
    n = 0
    while True:
        n += 1
        yield n


gen = steps()
numbers = quiet()
first = next(numbers)
lazy = (x * x for x in range(5))
skipped = next(lazy)
print("before", first, skipped)
print(next(gen))
print(list(gen), next(numbers), list(lazy), next(numbers))
table = [next(numbers) for _ in range(3)]
print(table)
