# Exceptions at module level that the module catches itself.

log = []
try:
    log.append("try")
    value = int("not a number")
    log.append("never")
except ValueError as e:
    log.append(str(e))
    value = -1
finally:
    log.append("finally")

try:
    e
except NameError:
    log.append("name gone")

try:
    print("effect before the error")
    1 / 0
except ZeroDivisionError:
    print("effect in the handler")
    value += 10
else:
    value = 1000
print(log, value)
