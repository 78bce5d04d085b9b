# Builtins shadowed at module level, for a while, by functions and by assignment.

before = len([1, 2, 3])


def len(x):
    return "own len of " + str(x)


during = len([1])
print(during)
del len
after = len([1, 2])
max = min
low = max(3, 1, 2)
del max
print(before, after, low, max(3, 1, 2))
real_print = print


def print(*args):
    real_print("[log]", *args)


print("shadowed", 1)


def use_later():
    return sum([1, 2])


first = use_later()
sum = lambda items: -1
second = use_later()
print(first, second)
