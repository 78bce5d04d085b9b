# Imports inside functions and branches run when they are reached, once.


def use(flag):
    if flag:
        import lazy
        return lazy.VALUE
    return None


print("nothing loaded yet", use(False))
a = use(True)
print("loaded", a)
b = use(True)


def patch():
    import lazy
    lazy.VALUE = "patched"


patch()
print(a, b, use(True))
