# A class body that fails leaves the name unbound and its effects in place.

seen = []
try:
    class Half:
        seen.append("body starts")
        x = 1
        y = x // 0
        seen.append("never")
except ZeroDivisionError as e:
    seen.append(type(e).__name__)

try:
    Half
except NameError as e:
    seen.append(str(e))


class Half:
    x = 2


print(seen, Half.x)
