# global statements in class bodies, loops and nested functions.

level = 1


class Raise:
    global level
    level = 2
    local_only = level + 1


def outer():
    def inner():
        global level, deep
        level += 10
        deep = "set inside inner"
    inner()
    return level


try:
    deep
except NameError as e:
    print(e)
result = outer()
for level in range(3):
    pass
print(Raise.local_only, hasattr(Raise, "level"), result, level, deep)
