# Local, global and builtin names; global statement; unbound locals.

counter = 0
label = "module"


def bump():
    global counter
    counter += 1
    return counter


def shadow():
    label = "local"
    return label


def read():
    return label


def make_global():
    global created
    created = "made inside"


def unbound():
    print(value)
    value = 1


def conditional(flag):
    if flag:
        x = 1
    return x


def delete():
    y = 1
    del y
    return y


def main():
    global counter
    print(bump(), bump(), counter)
    counter = 10
    print(bump(), shadow(), read(), label)
    make_global()
    print(created)
    for f in (unbound, delete):
        try:
            f()
        except UnboundLocalError as e:
            print(type(e).__name__, e)
    print(conditional(True))
    try:
        conditional(False)
    except UnboundLocalError as e:
        print(type(e).__name__, isinstance(e, NameError))
    try:
        print(no_such_name)
    except NameError as e:
        print(type(e).__name__, e)
    len = 5
    print(len, max([1, 2]))
    counter = 0


if __name__ == "__main__":
    main()
