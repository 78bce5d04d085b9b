# One object reachable from constants-like and from mutable places.

inner = ["shared"]
CONST = (1, inner, "text")
table = {"in": inner, "const": CONST}
holder = [CONST, table]


class Config:
    data = CONST
    inner = inner


def touch():
    print("touch")
    Config.inner.append("via class")
    table["in"].append("via dict")


before = len(CONST[1])
touch()
after = len(CONST[1])
holder[0][1].append("via holder")
print(before, after, CONST, inner, Config.data is CONST, table["in"] is holder[1]["const"][1])
copy = [list(x) if isinstance(x, list) else x for x in CONST]
inner.clear()
print(CONST, copy)
