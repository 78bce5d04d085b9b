other = "other"
_hidden = "hidden"
shared = "from open_module"


def visible():
    return "visible " + _hidden
