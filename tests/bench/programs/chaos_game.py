# Chaos game: a point is moved by one of four affine maps picked by chance, and draws a fern on a grid of counters.
N = 1500
WIDTH = 16
HEIGHT = 24


class Dice:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        # Small enough that the product stays within 30 bits.
        self.state = (self.state * 1021 + 12345) % 999983
        return self.state // 7 % limit


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Affine:
    def __init__(self, weight, a, b, c, d, e, f):
        self.weight = weight
        self.row_x = (a, b, e)
        self.row_y = (c, d, f)

    def apply(self, p):
        a, b, e = self.row_x
        c, d, f = self.row_y
        return Point(a * p.x + b * p.y + e, c * p.x + d * p.y + f)


def choose(maps, dice):
    ticket = dice.below(100)
    for m in maps:
        ticket -= m.weight
        if ticket < 0:
            return m
    return maps[-1]


def fern():
    return [
        Affine(2, 0.0, 0.0, 0.0, 0.16, 0.0, 0.0),
        Affine(84, 0.85, 0.04, -0.04, 0.85, 0.0, 1.6),
        Affine(7, 0.2, -0.26, 0.23, 0.22, 0.0, 1.6),
        Affine(7, -0.15, 0.28, 0.26, 0.24, 0.0, 0.44),
    ]


def run(n):
    maps = fern()
    dice = Dice(2024)
    grid = bytearray(WIDTH * HEIGHT)
    p = Point(0.0, 0.0)
    for _ in range(n):
        p = choose(maps, dice).apply(p)
        column = int((p.x + 2.75) * WIDTH / 5.5)
        row = int(p.y * HEIGHT / 10.5)
        if 0 <= column < WIDTH and 0 <= row < HEIGHT:
            at = row * WIDTH + column
            if grid[at] < 255:
                grid[at] += 1
    check = 0
    for at in range(len(grid)):
        check = (check * 31 + grid[at]) % 1000003
    return check


print("chaos_game", N, run(N))
