# Globals deleted at module level and in functions, then used, then bound again.

temp = [1, 2, 3]
kept = temp
size = len(temp)
del temp


def read():
    return temp


def drop():
    global kept
    print("dropping")
    del kept


try:
    read()
except NameError as e:
    print(type(e).__name__, e)
temp = "second life"
print(read(), kept, size)
drop()
try:
    kept
except NameError as e:
    print(type(e).__name__, e)
for helper in range(2):
    _scratch = helper
del helper, _scratch
try:
    _scratch
except NameError as e:
    print(type(e).__name__, e)
