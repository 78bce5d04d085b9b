# One list reachable from three modules; effects in one show in the others' later statements.
import pool
import left
import right

n = len(pool.items)
print(n, left.size_at_import, right.size_at_import)
left.add("l")
m = len(right.view)
right.add("r")
pool.items.append("main")
print(m, pool.items, left.mine is right.view is pool.items)
pool.items = []
left.add("old list")
print(pool.items, len(left.mine), right.current())
