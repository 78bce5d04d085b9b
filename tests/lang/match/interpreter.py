# match at work: an expression tree evaluated and simplified.


def evaluate(node, env):
    match node:
        case int() | float():
            return node
        case str(name):
            return env[name]
        case ("+", a, b):
            return evaluate(a, env) + evaluate(b, env)
        case ("*", a, b):
            return evaluate(a, env) * evaluate(b, env)
        case ("-", a):
            return -evaluate(a, env)
        case ("let", str(name), value, body):
            return evaluate(body, {**env, name: evaluate(value, env)})
        case ("if", test, yes, no):
            return evaluate(yes if evaluate(test, env) else no, env)
        case _:
            raise ValueError(f"bad node {node!r}")


def simplify(node):
    match node:
        case (op, *args):
            match (op, *[simplify(a) for a in args]):
                case ("+", 0, x) | ("+", x, 0) | ("*", 1, x) | ("*", x, 1):
                    return x
                case ("*", 0, _) | ("*", _, 0):
                    return 0
                case ("-", ("-", x)):
                    return x
                case done:
                    return done
        case leaf:
            return leaf


def main():
    tree = ("let", "x", ("+", 2, 3), ("*", "x", ("-", ("+", "x", "y"))))
    print(evaluate(tree, {"y": 10}), evaluate(("if", 0, "boom", 1.5), {}))
    print(simplify(("+", ("*", 1, "a"), ("*", 0, "b"))), simplify(("-", ("-", ("+", "x", 0)))), simplify(("*", "p", "q")))
    for bad in (("?", 1), "nope", []):
        try:
            evaluate(bad, {})
        except (ValueError, KeyError) as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    main()
