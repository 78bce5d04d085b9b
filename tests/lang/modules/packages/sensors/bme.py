from . import base
from .base import FACTOR


def read():
    return "bme-" + base.UNITS["t"]


def scale(x):
    return x * FACTOR
