# A sensor node: readings are filtered, judged by a state machine, packed with a checksum, and reported as text.
N = 400


class Sensor:
    """A made-up signal: a slow triangle, noise, and a spike now and then."""

    def __init__(self):
        self.noise = 17
        self.time = 0

    def read(self):
        self.time += 1
        self.noise = (self.noise * 75 + 74) % 65537
        phase = self.time % 120
        slope = phase if phase < 60 else 120 - phase
        spike = 900 if self.noise % 97 == 0 else 0
        return 400 + slope * 6 + self.noise % 15 + spike


class Median:
    def __init__(self):
        self.a = self.b = 0

    def step(self, value):
        a, b, c = self.a, self.b, value
        self.a, self.b = b, c
        if a > b:
            a, b = b, a
        if b > c:
            b = c if c > a else a
        return b


class Average:
    def __init__(self, length):
        self.ring = [0] * length
        self.at = 0
        self.total = 0

    def step(self, value):
        self.total += value - self.ring[self.at]
        self.ring[self.at] = value
        self.at = (self.at + 1) % len(self.ring)
        return self.total // len(self.ring)


class Alarm:
    """Rises above `high`, falls below `low`; tells of changes only."""

    def __init__(self, low, high):
        self.low = low
        self.high = high
        self.state = "idle"
        self.changes = 0

    def step(self, value):
        if self.state == "idle" and value > self.high:
            self.state = "alarm"
        elif self.state == "alarm" and value < self.low:
            self.state = "idle"
        else:
            return False
        self.changes += 1
        return True


def crc16(data, crc=0xFFFF):
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021) & 0xFFFF if crc & 0x8000 else crc << 1 & 0xFFFF
    return crc


class Frame:
    def __init__(self):
        self.payload = bytearray()
        self.count = 0

    def add(self, value):
        self.payload.append(value >> 8 & 0xFF)
        self.payload.append(value & 0xFF)

    def is_full(self):
        return len(self.payload) >= 16

    def send(self):
        crc = crc16(self.payload)
        self.payload = bytearray()
        self.count += 1
        return crc


def run(n):
    sensor = Sensor()
    filters = [Median(), Average(8)]
    alarm = Alarm(500, 650)
    frame = Frame()
    check = 0
    lines = 0
    for tick in range(n):
        value = sensor.read()
        for f in filters:
            value = f.step(value)
        if alarm.step(value):
            line = f"{tick:04d} {alarm.state:>5} {value / 10:.1f} C"
            lines += 1
            check += len(line) * value
        frame.add(value)
        if frame.is_full():
            check = check * 3 % 65521 + frame.send()
    return check, lines, alarm.changes, frame.count


print("sensor_loop", N, run(N))
