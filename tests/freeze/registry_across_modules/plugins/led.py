from registry import Plugin, command
from . import LOADED

LOADED.append("led")


@command("led")
def led(arg):
    return "led " + arg


class LedPlugin(Plugin):
    def run(self):
        return "led plugin"
