# Sets at work: duplicates, visited nodes, connected components, anagrams.

EDGES = [(1, 2), (2, 3), (4, 5), (6, 6), (3, 1), (5, 7)]


def unique(items):
    seen = set()
    result = []
    for x in items:
        if x not in seen:
            seen.add(x)
            result.append(x)
    return result


def components(edges):
    near = {}
    for a, b in edges:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    seen = set()
    result = []
    for start in near:
        if start in seen:
            continue
        part = set()
        todo = [start]
        while todo:
            node = todo.pop()
            if node in part:
                continue
            part.add(node)
            todo.extend(near[node] - part)
        seen |= part
        result.append(sorted(part))
    return result


def main():
    print(unique([3, 1, 3, "a", 1, "a", None, None]))
    print(components(EDGES))
    words = ["tea", "ate", "tan", "eat", "nat"]
    keys = {"".join(sorted(w)) for w in words}
    print(sorted(keys), len(set(words)))
    common = set("interrupt") & set("generator")
    print(sorted(common), "".join(c for c in "interrupt" if c not in common))


if __name__ == "__main__":
    main()
