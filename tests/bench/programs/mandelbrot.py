# The Mandelbrot set in characters.
N = 40
WIDTH = 36
HEIGHT = 14


def escape(cx, cy, limit):
    x = y = 0.0
    for step in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return step
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def row(cy, limit):
    shades = " .,:;ox%#@"
    line = []
    for column in range(WIDTH):
        steps = escape(column * 3.0 / WIDTH - 2.2, cy, limit)
        line.append(shades[steps * 9 // limit])
    return "".join(line)


def run(limit):
    for r in range(HEIGHT):
        print(row(r * 2.4 / HEIGHT - 1.2, limit))


print("mandelbrot", N)
run(N)
