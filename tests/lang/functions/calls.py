# Definitions, positional calls, return values, recursion.


def nothing():
    pass


def early(x):
    if x > 0:
        return "positive"
    if x < 0:
        return "negative"


def many():
    return 1, 2, 3


def factorial(n):
    if n <= 1:
        return 1
    return n * factorial(n - 1)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def swap(a, b):
    return b, a


def main():
    print(nothing(), early(5), early(-5), early(0), many())
    print(factorial(5), factorial(20), factorial(0))
    print(ackermann(2, 3), is_even(10), is_odd(7))
    print(swap(1, 2), swap(swap(1, 2), 3))
    f = factorial
    print(f(4), f.__name__, callable(f), callable(3))
    table = [factorial, is_even, is_odd]
    print([g(6) for g in table])
    print(nothing() is None, factorial(3) + factorial(4))


if __name__ == "__main__":
    main()
