from registry import Plugin, command
from . import LOADED

LOADED.append("relay")
print("relay sees", LOADED)


@command("relay")
def relay(arg):
    return "relay " + arg


class RelayPlugin(Plugin):
    pass
