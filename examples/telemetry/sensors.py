"""Simulated sensors, the same on every machine: a register of classes and one station."""

KINDS = {}


class SensorFault(Exception):
    pass


def sensor(kind):
    def register(cls):
        cls.kind = kind
        KINDS[kind] = cls
        return cls
    return register


class Sensor:
    unit = ""

    def __init__(self, name, base):
        self.name = name
        self.base = base

    def read(self, tick):
        raise NotImplementedError(self.kind)


@sensor("temperature")
class Temperature(Sensor):
    unit = "C"
    WAVE = [(n * (16 - n)) / 16 for n in range(17)]

    def read(self, tick):
        return self.base + self.WAVE[tick % len(self.WAVE)]


@sensor("pressure")
class Pressure(Sensor):
    unit = "hPa"

    def read(self, tick):
        if tick == 6:
            raise SensorFault(f"{self.name}: no answer on the bus")
        return self.base - tick * 0.25


@sensor("light")
class Light(Sensor):
    unit = "lx"

    def __init__(self, name, base):
        super().__init__(name, base)
        self._noise = 12345

    def read(self, tick):
        self._noise = (self._noise * 75 + 74) % 65537
        return self.base + self._noise % 200


def build(*plan):
    return [KINDS[kind](name, base) for kind, name, base in plan]


STATION = build(("temperature", "temp", 18.5), ("pressure", "press", 1013.25), ("light", "light", 300))
NAMES = [s.name for s in STATION]
UNITS = {s.name: s.unit for s in STATION}
