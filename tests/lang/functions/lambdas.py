# Lambda expressions: arguments, defaults, nesting, use as keys and in tables.

OPS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "neg": lambda a: -a,
}


def apply(f, *args):
    return f(*args)


def main():
    print(OPS["+"](2, 3), OPS["-"](2, 3), OPS["*"](2, 3), OPS["neg"](4))
    print((lambda: 42)(), (lambda x: x * 2)(5), (lambda *a: a)(1, 2), (lambda **k: k)(z=1))
    add = lambda x: lambda y: x + y
    print(add(3)(4), apply(add(1), 1), apply(lambda a, b=10: a + b, 5))
    print(sorted(["pear", "fig", "apple"], key=lambda w: (len(w), w)))
    print(list(map(lambda x: x * x, range(4))), list(filter(lambda x: x % 2, range(6))))
    print(max([(1, "b"), (2, "a")], key=lambda p: p[1]))
    compose = lambda f, g: lambda x: f(g(x))
    print(compose(lambda x: x + 1, lambda x: x * 10)(5))
    fact = lambda n: 1 if n < 2 else n * fact(n - 1)
    print(fact(10))
    print([f(2) for f in [lambda x, k=k: x**k for k in range(4)]])
    print([f(2) for f in [lambda x: x**k for k in range(4)]])
    print((lambda: 0).__name__)


if __name__ == "__main__":
    main()
