# Sets and dicts built at module level and changed on the device; frozen copies stay.

seen = {1, 2, 3}
index = {n: n * n for n in sorted(seen)}
words = set("abc")
KEYS = tuple(index)
backup = dict(index)


def visit(n):
    print("visit", n)
    seen.add(n)
    index[n] = -n
    words.discard("a")


visit(9)
count = len(seen)
visit(2)
seen.remove(1)
index.pop(3)
print(sorted(seen), index, KEYS, backup, count, sorted(words))
for i in range(50):
    index[i] = i
    seen.add(i)
print(len(index), len(seen), index[9], list(index)[:4])
