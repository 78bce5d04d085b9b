# A module with three classes, ten functions and two tables that costs nothing at start.
import shapes

print(shapes.total_area([shapes.Circleish(2), shapes.Rect(3, 4), shapes.Square(5)]))
print(shapes.lookup("square"), shapes.SINES[:4], shapes.clamp(12, 0, 10), shapes.lerp(0, 10, 5))
print([f.__name__ for f in (shapes.even, shapes.odd)], shapes.compose(shapes.even, shapes.negate)(3))
