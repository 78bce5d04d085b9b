# A call that mutates globals first and then runs for very long: nothing may happen twice.

log = []
table = {"runs": 0}
total = 0


def slow_job(n):
    global total
    log.append("started")
    table["runs"] += 1
    total += 1
    x = 0
    for i in range(n):
        x = (x + i) & 0xFFFF
    log.append("finished")
    return x


result = slow_job(3000000)
steps = len(log)
again = slow_job(10)
print(result, again, steps, log, table, total)
