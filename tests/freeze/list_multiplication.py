# Aliasing by list multiplication, nested displays and shared rows.

row = [0] * 3
grid = [row] * 2
good = [[0] * 3 for _ in range(2)]
grid[0][1] = 5
good[0][1] = 5
early = [list(r) for r in grid]


def poke(g, x, y, v):
    print("poke", v)
    g[y][x] = v


poke(grid, 0, 0, 7)
poke(good, 0, 0, 7)
row.append("r")
print(early, grid, good, grid[0] is grid[1] is row)
t = ([],) * 3
t[0].append(1)
d = dict.fromkeys("ab", [])
d["a"].append("x")
print(t, d, d["a"] is d["b"])
