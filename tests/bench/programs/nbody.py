# Five bodies under gravity: the energy before and after N small steps.
N = 120


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.mass = mass


def make_system():
    # A made-up star with four planets, in units in which the constant of gravity is 1.
    return [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0),
        Body(4.0, 0.5, -0.1, -0.4, 3.0, 0.05, 0.04),
        Body(-7.0, 3.0, 0.3, -0.9, -2.0, 0.01, 0.011),
        Body(1.5, -11.0, 0.6, 1.9, 0.3, -0.04, 0.0018),
        Body(12.0, 9.0, -0.8, -0.9, 1.2, 0.02, 0.0021),
    ]


def all_pairs(bodies):
    pairs = []
    for i in range(len(bodies)):
        for j in range(i + 1, len(bodies)):
            pairs.append((bodies[i], bodies[j]))
    return pairs


def rest(bodies):
    # The star takes the opposite of everybody's momentum.
    px = py = pz = 0.0
    for body in bodies:
        px += body.vx * body.mass
        py += body.vy * body.mass
        pz += body.vz * body.mass
    star = bodies[0]
    star.vx = -px / star.mass
    star.vy = -py / star.mass
    star.vz = -pz / star.mass


def energy(bodies, pairs):
    total = 0.0
    for body in bodies:
        total += 0.5 * body.mass * (body.vx ** 2 + body.vy ** 2 + body.vz ** 2)
    for a, b in pairs:
        dx = a.x - b.x
        dy = a.y - b.y
        dz = a.z - b.z
        total -= a.mass * b.mass / (dx * dx + dy * dy + dz * dz) ** 0.5
    return total


def advance(bodies, pairs, dt):
    for a, b in pairs:
        dx = a.x - b.x
        dy = a.y - b.y
        dz = a.z - b.z
        square = dx * dx + dy * dy + dz * dz
        pull = dt / (square * square ** 0.5)
        by_b = b.mass * pull
        by_a = a.mass * pull
        a.vx -= dx * by_b
        a.vy -= dy * by_b
        a.vz -= dz * by_b
        b.vx += dx * by_a
        b.vy += dy * by_a
        b.vz += dz * by_a
    for body in bodies:
        body.x += dt * body.vx
        body.y += dt * body.vy
        body.z += dt * body.vz


def run(n):
    bodies = make_system()
    pairs = all_pairs(bodies)
    rest(bodies)
    before = energy(bodies, pairs)
    for _ in range(n):
        advance(bodies, pairs, 0.01)
    return f"{before:.8f} {energy(bodies, pairs):.8f}"


print("nbody", N, run(N))
