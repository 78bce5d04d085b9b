# Decorators, defaults, bases and class bodies run in source order, effects included.


def say(x):
    print("say", x)
    return x


def mark(tag):
    say("make " + tag)

    def decorate(f):
        say("apply " + tag)
        return f

    return decorate


@mark("outer")
@mark("inner")
def work(a=say("default a"), *, b=say("default b")):
    return a, b


class Base:
    say("base body")


class Child(say(Base)):
    field = say("child field")

    @mark("method")
    def method(self):
        return say("called")


counter = [say(i) for i in range(2)]
print(work(), Child.field, Child().method(), counter, Child.__bases__[0] is Base)
