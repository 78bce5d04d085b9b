# A loop that only ends through state changed inside it, at top level.

n = 0
history = []
while True:
    n += 1
    if n % 1000 == 0:
        history.append(n)
    if n >= 5000:
        break
else:
    history.append("never")
total = sum(history)
for n in history:
    pass
print(n, history, total)
