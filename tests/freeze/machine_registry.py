# The same with a real pin where there is one.

try:
    from machine import Pin
except ImportError:
    class Pin:
        IN = 0
        OUT = 1

        def __init__(self, number, mode=0):
            self._level = 0

        def value(self, level=None):
            if level is None:
                return self._level
            self._level = level


def setup(registry, pin):
    pin.value(1)
    registry.append(pin)


reg = []
setup(reg, Pin(2, Pin.OUT))
n = len(reg)
names = ["p%d" % i for i in range(n)]
setup(reg, Pin(3, Pin.OUT))
print(n, names, len(reg), [p.value() for p in reg])
