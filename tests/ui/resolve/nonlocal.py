# A nonlocal name needs a function around that binds it.
def outer():
    def inner():
        nonlocal total
        total = 1
    return inner


outer()()
