# Methods replaced, added and removed at module level, around effects.


class Sensor:
    unit = "C"

    def read(self):
        return 21

    def show(self):
        return "%d %s" % (self.read(), self.unit)


probe = Sensor()
before = probe.show()
original = Sensor.read


def doubled(self):
    return original(self) * 2


Sensor.read = doubled
patched = probe.show()
print(before, patched)
Sensor.unit = "F"
Sensor.extra = lambda self: self.unit * 2
setattr(Sensor, "dyn" + "amic", 7)
print(probe.show(), probe.extra(), Sensor.dynamic)
Sensor.read = original
del Sensor.extra
print(probe.show(), hasattr(probe, "extra"))
