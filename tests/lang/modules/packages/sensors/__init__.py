from . import base
from .bme import read as read_bme

ALL = ["bme", "bmp"]
MAKERS = {"bme": read_bme, "bmp": lambda: "bmp-" + base.UNITS["p"]}


def make(name):
    return MAKERS[name]()
