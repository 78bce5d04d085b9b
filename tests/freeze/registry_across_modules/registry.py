COMMANDS = {}
ORDER = []


def command(name):
    def register(function):
        COMMANDS[name] = function
        ORDER.append(name)
        return function
    return register


class Plugin:
    known = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.known.append(cls)


def run(name):
    try:
        return COMMANDS[name]("run")
    except KeyError as e:
        return "no command " + str(e)
