# Type errors of integer operators with operands of other types.


def attempt(name, left, right):
    try:
        if name == "+":
            print(left + right)
        elif name == "-":
            print(left - right)
        elif name == "*":
            print(left * right)
        elif name == "<":
            print(left < right)
        elif name == "&":
            print(left & right)
        elif name == "<<":
            print(left << right)
    except TypeError as e:
        print(type(e).__name__, e)


def main():
    attempt("+", 1, "a")
    attempt("+", None, 1)
    attempt("-", 1, [])
    attempt("-", "a", 1)
    attempt("*", 1, None)
    attempt("*", {}, 2)
    attempt("<", 1, "a")
    attempt("<", None, 1)
    attempt("&", 1, 1.0)
    attempt("<<", 1.0, 2)
    try:
        print(-"a")
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(~1.5)
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        print(-None)
    except TypeError as e:
        print(type(e).__name__, e)
    x = 3
    try:
        x += "a"
    except TypeError as e:
        print(type(e).__name__, e, x)


if __name__ == "__main__":
    main()
