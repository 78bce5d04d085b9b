"""Three classes, ten functions and two tables, all of them constant once the module has been imported."""


def _crc_entry(n):
    n <<= 8
    for _ in range(8):
        n = (n << 1) ^ 0x1021 if n & 0x8000 else n << 1
    return n & 0xFFFF


CRC = tuple([_crc_entry(n) for n in range(256)])
UNITS = (("mm", 1), ("cm", 10), ("m", 1000))


class Shape:
    def __init__(self, name):
        self.name = name

    def area(self):
        return 0

    def describe(self):
        return self.name + " " + str(self.area())


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side * self.side


class Rectangle(Shape):
    def __init__(self, width, height):
        super().__init__("rectangle")
        self.width = width
        self.height = height

    def area(self):
        return self.width * self.height


def crc16(data):
    value = 0xFFFF
    for byte in data:
        value = ((value << 8) & 0xFF00) ^ CRC[(value >> 8) ^ byte]
    return value


def to_mm(amount, unit):
    for name, factor in UNITS:
        if name == unit:
            return amount * factor
    raise ValueError(unit)


def clamp(value, low, high):
    return max(low, min(value, high))


def mean(values):
    return sum(values) // len(values)


def spread(values):
    return max(values) - min(values)


def total_area(shapes):
    return sum([shape.area() for shape in shapes])


def largest(shapes):
    return sorted(shapes, key=_area)[-1]


def _area(shape):
    return shape.area()


def summary():
    shapes = [Square(3), Rectangle(2, 7)]
    return [
        crc16(b"123456789"),
        to_mm(3, "cm"),
        clamp(12, 0, 10),
        mean([1, 2, 6]),
        spread([4, 9]),
        total_area(shapes),
        largest(shapes).describe(),
    ]
