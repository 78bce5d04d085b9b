# Decorators: plain, with arguments, stacked, on methods, class-based.

calls = []


def traced(function):
    def wrapper(*args, **kwargs):
        calls.append(function.__name__)
        return function(*args, **kwargs)
    return wrapper


def repeat(times):
    def decorate(function):
        def wrapper(*args):
            return [function(*args) for _ in range(times)]
        return wrapper
    return decorate


class Memo:
    def __init__(self, function):
        self.function = function
        self.table = {}
        self.misses = 0

    def __call__(self, n):
        if n not in self.table:
            self.misses += 1
            self.table[n] = self.function(n)
        return self.table[n]


@traced
def add(a, b=1):
    return a + b


@repeat(3)
@traced
def hello(name):
    return "hi " + name


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def answer(function):
    return 42


@answer
def ignored():
    pass


class Tool:
    @traced
    def run(self, x):
        return x * 2


def main():
    calls.clear()
    print(add(1), add(1, 5), add(1, b=9))
    print(hello("ann"), ignored, Tool().run(21))
    print(fib(40), fib.misses >= 0, len(fib.table))
    print(calls)


if __name__ == "__main__":
    main()
