# Top-level expression statements, loops and with blocks of the program itself.

log = []


class Scope:
    def __enter__(self):
        log.append("in")
        return self

    def __exit__(self, *exc):
        log.append("out")
        return True


log.append("expression")
len(log)
"a string statement"
[log.append(i) for i in range(2)]
for i in range(3):
    log.append(i * 10)
n = len(log)
with Scope() as scope:
    log.append("body")
    raise ValueError("suppressed")
while n > 6:
    n -= 1
    log.append(n)
m = len(log)
print(log, n, m, i)
