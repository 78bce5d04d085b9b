# Conway's game of life on a set of cells and on a wrapped grid.

GLIDER = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
BLINKER = """
.....
..#..
..#..
..#..
.....
""".strip().split("\n")


def step_set(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    at = (x + dx, y + dy)
                    counts[at] = counts.get(at, 0) + 1
    return {at for at, n in counts.items() if n == 3 or n == 2 and at in cells}


def step_grid(rows):
    h, w = len(rows), len(rows[0])
    result = []
    for y in range(h):
        line = ""
        for x in range(w):
            n = sum(rows[(y + dy) % h][(x + dx) % w] == "#" for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dx, dy) != (0, 0))
            alive = rows[y][x] == "#"
            line += "#" if n == 3 or alive and n == 2 else "."
        result.append(line)
    return result


def main():
    cells = GLIDER
    for generation in range(5):
        print(generation, sorted(cells))
        cells = step_set(cells)
    moved = {(x + 1, y + 1) for x, y in GLIDER}
    again = GLIDER
    for _ in range(4):
        again = step_set(again)
    print(again == moved)
    rows = BLINKER
    for _ in range(3):
        print("\n".join(rows), end="\n--\n")
        rows = step_grid(rows)
    print(rows == step_grid(BLINKER))


if __name__ == "__main__":
    main()
