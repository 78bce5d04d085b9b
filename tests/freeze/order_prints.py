# Console effects keep their order, whatever ran at build time in between.
print("first")
a = 1
print("second", a)
a = a + 1
b = [a] * 3
print("third", b)
b.append(a)
c = len(b)
print("fourth", c, b)
