from pool import items as view
import pool

view.append("right loads")
size_at_import = len(view)


def add(x):
    view.append(x)


def current():
    return len(pool.items)
