# Dict and set comprehensions.

PAIRS = [("a", 1), ("b", 2), ("a", 3)]


def main():
    print({x: x * x for x in range(4)}, {k: v for k, v in PAIRS}, {v: k for k, v in PAIRS if v != 2})
    print(sorted({x % 3 for x in range(10)}), sorted({c for c in "hello" if c != "l"}), {0 for _ in range(3)})
    print({k: [v for kk, v in PAIRS if kk == k] for k, _ in PAIRS})
    print({(i, j): i * j for i in range(2) for j in range(2)}, {str(i): {j: i + j for j in range(2)} for i in range(2)})
    inverse = {v: k for k, v in {"x": 1, "y": 2}.items()}
    print(inverse, {**{k: 0 for k in "ab"}, "a": 1}, len({i: None for i in range(100)}))
    order = []
    def key(x):
        order.append("k" + str(x))
        return x
    def value(x):
        order.append("v" + str(x))
        return x
    print({key(i): value(i) for i in range(2)}, order)
    try:
        {[]: 1 for _ in range(1)}
    except TypeError as e:
        print(type(e).__name__)


if __name__ == "__main__":
    main()
