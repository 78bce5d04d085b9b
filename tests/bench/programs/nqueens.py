# N queens: all ways to put N queens on a board so that none attacks another, by a recursive generator.
N = 6


def safe(places, column):
    row = len(places)
    for r, c in enumerate(places):
        if c == column or abs(c - column) == row - r:
            return False
    return True


def solutions(n, places):
    if len(places) == n:
        yield tuple(places)
        return
    for column in range(n):
        if safe(places, column):
            places.append(column)
            yield from solutions(n, places)
            places.pop()


def run(n):
    count = 0
    check = 0
    for solution in solutions(n, []):
        count += 1
        for column in solution:
            check = (check * n + column) % 999983
    return count, check


print("nqueens", N, run(N))
