# Instances and functions as keys of tables built at module level.


class Event:
    def __init__(self, name):
        self.name = name


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))


START, STOP = Event("start"), Event("stop")


def on_start():
    return "starting"


def on_stop():
    return "stopping"


ACTIONS = {START: on_start, STOP: on_stop}
NAMES = {on_start: "a function", Event: "a class", len: "a builtin"}
POINTS = {Point(0, 0): "origin", Point(1, 2): "there"}
ALIVE = {START, STOP}
print(ACTIONS[START](), ACTIONS[STOP](), NAMES[on_start], NAMES[Event], NAMES[len])
EXTRA = Event("extra")
ACTIONS[EXTRA] = lambda: "extra"
ALIVE.add(EXTRA)
print(POINTS[Point(1, 2)], Point(0, 0) in POINTS, Point(9, 9) in POINTS, len(ACTIONS), EXTRA in ALIVE, Event("start") in ALIVE)
ALIVE.discard(START)
print(sorted(e.name for e in ALIVE), [f() for f in ACTIONS.values()])
