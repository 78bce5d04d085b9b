# A ray tracer: spheres over a chequered floor, one light, shadows, mirrors; vectors are objects with operators.
N = 12
HEIGHT = 10


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / self.dot(self) ** 0.5)

    def mirrored(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Ray:
    def __init__(self, start, direction):
        self.start = start
        self.direction = direction

    def at(self, distance):
        return self.start + self.direction * distance


class Sphere:
    def __init__(self, centre, radius, shade, shine):
        self.centre = centre
        self.radius = radius
        self.shade = shade
        self.shine = shine

    def hit(self, ray):
        to_centre = self.centre - ray.start
        along = to_centre.dot(ray.direction)
        under_root = along * along - to_centre.dot(to_centre) + self.radius * self.radius
        if under_root < 0.0:
            return None
        distance = along - under_root ** 0.5
        return distance if distance > 0.001 else None

    def normal(self, point):
        return (point - self.centre).unit()

    def brightness(self, point):
        return self.shade


class Floor:
    shine = 0.1

    def __init__(self, y):
        self.y = y

    def hit(self, ray):
        if ray.direction.y > -0.001:
            return None
        distance = (self.y - ray.start.y) / ray.direction.y
        return distance if distance > 0.001 else None

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)

    def brightness(self, point):
        return 0.9 if (int(point.x + 50.0) + int(point.z + 50.0)) % 2 else 0.3


class Scene:
    def __init__(self, light):
        self.light = light
        self.things = []

    def add(self, thing):
        self.things.append(thing)

    def nearest(self, ray):
        best = None
        where = 1e9
        for thing in self.things:
            distance = thing.hit(ray)
            if distance is not None and distance < where:
                best = thing
                where = distance
        return best, where

    def trace(self, ray, depth):
        thing, distance = self.nearest(ray)
        if thing is None:
            return 0.2 + 0.3 * ray.direction.y
        point = ray.at(distance)
        normal = thing.normal(point)
        to_light = (self.light - point).unit()
        facing = to_light.dot(normal)
        level = 0.1
        if facing > 0.0 and self.nearest(Ray(point, to_light))[0] is None:
            level += 0.9 * facing
        level *= thing.brightness(point)
        if depth and thing.shine:
            bounced = Ray(point, ray.direction.mirrored(normal))
            level = level * (1.0 - thing.shine) + self.trace(bounced, depth - 1) * thing.shine
        return level


def run(width, height):
    scene = Scene(Vector(-4.0, 6.0, -3.0))
    scene.add(Sphere(Vector(0.0, 0.4, 4.0), 1.2, 0.8, 0.4))
    scene.add(Sphere(Vector(1.8, -0.2, 3.0), 0.6, 1.0, 0.0))
    scene.add(Sphere(Vector(-1.9, 0.0, 3.6), 0.7, 0.6, 0.2))
    scene.add(Floor(-0.8))
    eye = Vector(0.0, 0.6, -2.0)
    check = 0
    for row in range(height):
        for column in range(width):
            x = (column + 0.5) / width - 0.5
            y = 0.5 - (row + 0.5) / height
            level = scene.trace(Ray(eye, Vector(x, y, 1.0).unit()), 2)
            check = (check * 17 + int(level * 100.0)) % 999983
    return check


print("raytracer", N, HEIGHT, run(N, HEIGHT))
