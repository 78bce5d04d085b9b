# reg = []; setup(reg, effect); n = len(reg): the length must be taken after the effect.


class Pin:
    def __init__(self, number):
        print("pin", number)
        self.number = number


def setup(registry, pin):
    registry.append(pin.number)


reg = []
setup(reg, Pin(2))
n = len(reg)
doubled = n * 2
copy = reg[:]
setup(reg, Pin(3))
print(n, doubled, copy, reg, len(reg))
