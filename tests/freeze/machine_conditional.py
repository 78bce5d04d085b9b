# A flag set by whether the hardware module exists, and names bound in both branches.

HAVE = True
try:
    from machine import Pin
except ImportError:
    HAVE = False

    class Pin:
        OUT = 1

        def __init__(self, number, mode=0):
            self.number = number

        def value(self, level=None):
            return 1

pins = {}
for name, number in (("red", 2), ("green", 3)):
    pins[name] = Pin(number, Pin.OUT)
order = list(pins)
pins["red"].value(1)
print(order, len(pins), HAVE in (True, False), pins["red"].value())
del pins["green"]
print(list(pins), order)
