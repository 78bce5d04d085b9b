# Functions and methods that are called directly, and those that only look as if they could be.
def add(a, b):
    return a + b


def twice(x):
    return add(x, x)


def apply(f, *args):
    return f(*args)


def with_default(a, b=10):
    return a * b


def keywords(a, b):
    return a - b


def rebound(x):
    return "first"


def rebind():
    global rebound
    old = rebound

    def rebound(x):
        return "second " + old(x)


def recursive(n):
    if n < 2:
        return n
    return recursive(n - 1) + recursive(n - 2)


def endless(n):
    return endless(n + 1) + 1


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def wrong_count():
    out = []
    for args in ((1,), (1, 2, 3)):
        try:
            add(*args)
        except TypeError as e:
            out.append(str(e))
    try:
        add(1)
    except TypeError as e:
        out.append(str(e))
    return out


def raiser(x):
    if x > 2:
        raise ValueError(x)
    return x


def catching(n):
    out = []
    for i in range(n):
        try:
            out.append(raiser(i))
        except ValueError as e:
            out.append(e.args[0])
    return out


class A:
    def who(self):
        return "A"

    def call(self):
        return self.who()

    def compare(self, other):
        return self.who() + other.who()


class B(A):
    def who(self):
        return "B"


class C(A):
    pass


class Patched:
    def who(self):
        return "before"

    def call(self):
        return self.who()


class Shadowed:
    def __init__(self):
        self.n = 0

    def hook(self):
        return "method"

    def call(self):
        return self.hook()


class Dynamic:
    def __getattr__(self, name):
        return lambda: "made " + name


def call_unbound():
    out = [A.call(B()), A.who("not an A")]
    try:
        A.call("text")
    except AttributeError as e:
        out.append("no who")
    return out


def local_function(flag):
    f = add if flag else product
    return f(3, 4)


def product(a, b):
    return a * b


def outer(n):
    def inner(k):
        return k + n

    return [inner(i) for i in range(3)]


def generator(n):
    for i in range(n):
        got = yield add(i, 1)
        if got is not None:
            yield got


def changed_in_handler():
    x = 1
    try:
        x = "text"
        raiser(5)
        x = 2
    except ValueError:
        return x
    return x


def finally_changes(n):
    total = 0
    for i in range(n):
        try:
            value = i
            if i == 1:
                value = "s"
                continue
        finally:
            total = (total, value)
    return total


print(add(1, 2), add("a", "b"), twice(4), twice([1]), twice(1.5))
print(apply(add, 1, 2), apply(add, "x", "y"), apply(max, 3, 4))
print(with_default(2), with_default(2, "ab"), with_default(b=3, a="c"))
print(keywords(5, 3), keywords(b=5, a=3))
print(rebound(1))
rebind()
print(rebound(1))
print(recursive(15))
try:
    endless(0)
except RecursionError:
    print("RecursionError")
print(even(10), odd(7))
print(wrong_count())
print(catching(5))
print(A().call(), B().call(), C().call(), [x.call() for x in (A(), B(), C())], A().compare(B()))
p = Patched()
print(p.call())
Patched.who = lambda self: "after"
print(p.call())
h = Shadowed()
print(h.call())
h.hook = lambda: "attribute"
print(h.call())
print(Dynamic().anything())
print(call_unbound())
print(local_function(True), local_function(False))
print(outer(10))
g = generator(3)
print(next(g), g.send("sent"), next(g), list(g))
print(changed_in_handler())
print(finally_changes(3))
