# Shortest paths in a weighted graph, and breadth-first search in a maze.

ROADS = [("A", "B", 7), ("A", "C", 9), ("A", "F", 14), ("B", "C", 10), ("B", "D", 15), ("C", "D", 11), ("C", "F", 2), ("D", "E", 6), ("E", "F", 9), ("X", "Y", 1)]

GRAPH = {}
for _a, _b, _cost in ROADS:
    GRAPH.setdefault(_a, {})[_b] = _cost
    GRAPH.setdefault(_b, {})[_a] = _cost

MAZE = [
    "S.#.....",
    ".##.###.",
    "....#...",
    ".##...#G",
]


def shortest(graph, start):
    distance = {start: 0}
    before = {}
    open_nodes = {start: 0}
    while open_nodes:
        node = min(open_nodes, key=lambda n: (open_nodes[n], n))
        cost = open_nodes.pop(node)
        for other, step in graph[node].items():
            new = cost + step
            if new < distance.get(other, new + 1):
                distance[other] = open_nodes[other] = new
                before[other] = node
    return distance, before


def path(before, start, goal):
    if goal != start and goal not in before:
        return None
    nodes = [goal]
    while nodes[-1] != start:
        nodes.append(before[nodes[-1]])
    return nodes[::-1]


def maze_steps(rows):
    spots = {ch: (x, y) for y, row in enumerate(rows) for x, ch in enumerate(row) if ch in "SG"}
    frontier, seen, steps = [spots["S"]], {spots["S"]}, 0
    while frontier:
        if spots["G"] in frontier:
            return steps, len(seen)
        reached = []
        for x, y in frontier:
            for at in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                if at not in seen and 0 <= at[1] < len(rows) and 0 <= at[0] < len(rows[0]) and rows[at[1]][at[0]] != "#":
                    seen.add(at)
                    reached.append(at)
        frontier = reached
        steps += 1
    return None


def main():
    distance, before = shortest(GRAPH, "A")
    for goal in "ABCDEFX":
        print(goal, distance.get(goal), path(before, "A", goal))
    print(maze_steps(MAZE), maze_steps(["S#G"]))


if __name__ == "__main__":
    main()
