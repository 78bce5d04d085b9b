def squares(rows, keep):
    flat = [x * x for row in rows if row for x in row if x != keep]
    table = {k: v for k, v in flat}
    return {y for y in flat}, sum(z for z in table), table


def counted(n):
    return [x for x in range(n)], {x for x in range(n, 0, -1)}
