import math
from math import sqrt as root

try:
    import missing_module
except ImportError:
    missing_module = None

try:
    from time import ticks_ms, no_such_name
except ImportError:
    no_such_name = None


def area(r):
    import time
    return math.pi * root(r), time.ticks_ms()
