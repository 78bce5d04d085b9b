# Module-level bindings of every form: walrus, star, nested, chained, with-as, for, import.

if (size := len("abcd")) > 3:
    verdict = "long"
first, *rest = range(size)
(a, b), [c, *d] = (1, 2), "xyz"
x = y = z = [size]
z.append("alias")
squares = [last := n * n for n in range(4)]


def effect(v):
    print("effect", v)
    return v


p, q = effect(size), size + 1
size += p
[r, s] = effect([q, size])
boxes = {}
boxes["k"], boxes["l"] = s, r
for boxes["i"], (j, k) in enumerate([(1, 2), (3, 4)]):
    pass
print(verdict, first, rest, a, b, c, d, x, y is z, last, squares, p, q, r, s, boxes, j, k)
