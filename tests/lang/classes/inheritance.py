# Single inheritance, overriding, super(), isinstance and issubclass.


class Shape:
    sides = 0

    def __init__(self, name):
        self.name = name

    def area(self):
        return 0

    def describe(self):
        return self.name + " " + str(self.area()) + " " + str(self.sides)


class Rect(Shape):
    sides = 4

    def __init__(self, w, h):
        super().__init__("rect")
        self.w = w
        self.h = h

    def area(self):
        return self.w * self.h


class Square(Rect):
    def __init__(self, s):
        super().__init__(s, s)
        self.name = "square"

    def describe(self):
        return "[" + super().describe() + "]"


class Blob(Shape):
    pass


def main():
    for shape in (Shape("plain"), Rect(2, 3), Square(4), Blob("blob")):
        print(shape.describe(), isinstance(shape, Shape), isinstance(shape, Rect), isinstance(shape, (Square, Blob)))
    print(issubclass(Square, Shape), issubclass(Shape, Square), issubclass(Square, Square), issubclass(Rect, (int, Shape)))
    print(Square.__bases__ == (Rect,), [k.__name__ for k in Square.__mro__], Shape.__mro__[-1] is object)
    Rect.sides = 40
    print(Square(1).sides, Shape.sides)
    Rect.sides = 4
    try:
        isinstance(1, "int")
    except TypeError as e:
        print(type(e).__name__)
    try:
        Square(1).perimeter()
    except AttributeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
