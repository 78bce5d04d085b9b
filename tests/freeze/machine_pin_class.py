# A module-level driver object that owns a pin, and tables around it.

try:
    from machine import Pin
except ImportError:
    class Pin:
        OUT = 1

        def __init__(self, number, mode=0):
            self.level = 0

        def value(self, level=None):
            if level is None:
                return self.level
            self.level = level

PATTERN = tuple(int(c) for c in "10110")
TABLE = {i: i * i for i in range(4)}


class Led:
    made = 0

    def __init__(self, number):
        self.pin = Pin(number, Pin.OUT)
        Led.made += 1
        self.log = []

    def play(self, pattern):
        for bit in pattern:
            self.pin.value(bit)
            self.log.append(self.pin.value())
        return self.log


led = Led(5)
count_after_one = Led.made
other = Led(6)
SUMMARY = (count_after_one, Led.made, TABLE[3])
print(SUMMARY, led.play(PATTERN), other.play(PATTERN[:2]))
