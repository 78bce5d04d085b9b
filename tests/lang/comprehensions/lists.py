# List comprehensions: conditions, several loops, nesting, scope.

WORDS = ["alpha", "be", "gamma", "d"]


def main():
    print([x for x in range(5)], [x * x for x in range(5) if x % 2], [w.upper() for w in WORDS if len(w) > 2])
    print([(a, b) for a in range(3) for b in "xy"], [a + b for a in "ab" if a != "b" for b in "cd" if b])
    print([[i * j for j in range(3)] for i in range(3)], [c for w in WORDS for c in w if c in "aeiou"])
    print([x if x % 2 else -x for x in range(5)], [x for x in range(20) if x % 2 if x % 3 == 0])
    matrix = [[1, 2, 3], [4, 5, 6]]
    print([[row[i] for row in matrix] for i in range(3)], [x for row in matrix for x in row])
    print([a - b for a, b in [(5, 1), (7, 2)]], [k for k, *v in [(1, 2, 3)]], [i for i, w in enumerate(WORDS) if "m" in w])
    x = "kept"
    squares = [x * 2 for x in range(3)]
    print(x, squares, [x for x in x])
    print([] == [x for x in ()], [None for _ in range(2)], len([0 for _ in range(300)]))
    try:
        [1 // d for d in (1, 0)]
    except ZeroDivisionError as e:
        print(type(e).__name__)
    try:
        [y for y in 5]
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
