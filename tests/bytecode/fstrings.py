def show(name, value, width):
    return f"{name!r}: {value:>{width}} {value:5.2f} {{}} {name}"


def plain(x):
    return f"{x}"
