# Variables through several levels, parameters as cells, self-reference.


def outer(a):
    def middle(b):
        def inner(c):
            nonlocal a
            a += c
            return a, b, c
        return inner
    return middle


def account(balance):
    history = []

    def deposit(n):
        nonlocal balance
        balance += n
        history.append(n)
        return balance

    def undo():
        nonlocal balance
        balance -= history.pop()
        return balance

    return {"deposit": deposit, "undo": undo, "history": history}


def compose(*functions):
    def run(x):
        for f in functions:
            x = f(x)
        return x
    return run


def walker(tree):
    found = []

    def visit(node, depth):
        for child in node:
            if isinstance(child, list):
                visit(child, depth + 1)
            else:
                found.append((depth, child))

    visit(tree, 0)
    return found


def unset():
    def use():
        return x
    try:
        use()
    except NameError as e:
        print(type(e).__name__)
    x = 1
    return use()


def main():
    f = outer(1)(2)
    print(f(10), f(10))
    acc = account(50)
    print(acc["deposit"](25), acc["deposit"](5), acc["undo"](), acc["history"])
    print(compose(lambda x: x + 1, lambda x: x * 2, str)(4))
    print(walker([1, [2, [3], 4], 5]))
    print(unset())


if __name__ == "__main__":
    main()
