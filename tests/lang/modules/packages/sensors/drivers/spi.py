from . import DEFAULT
from .. import base


class Bus:
    def __init__(self, n):
        self.n = n

    def speed(self):
        return self.n * DEFAULT + base.FACTOR
