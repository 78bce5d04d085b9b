import pool

mine = pool.items
mine.append("left loads")
pool.put("left effect")
size_at_import = len(mine)


def add(x):
    mine.append(x)
