"""The node itself: a state machine that samples, buffers, transmits and recovers from faults."""

from frame import KIND_DATA, KIND_EVENT, pack
from ring import Ring
from sensors import SensorFault


class NodeError(Exception):
    pass


class IllegalTransition(NodeError):
    pass


TRANSITIONS = {
    "boot": ("idle",),
    "idle": ("sampling", "sending"),
    "sampling": ("idle", "fault"),
    "sending": ("idle",),
    "fault": ("recovering",),
    "recovering": ("idle",),
}
EVENT_BOOTED, EVENT_FAULT = 1, 2


class Node:
    BATCH = 3

    def __init__(self, station, link):
        self.station = station
        self.link = link
        self.backlog = Ring(4)
        self.state = "boot"
        self.trace = ["boot"]
        self.sequence = self.sent = self.faults = 0

    def go(self, state):
        if state not in TRANSITIONS[self.state]:
            raise IllegalTransition(f"{self.state} -> {state}")
        self.state = state
        if len(self.trace) < 12:
            self.trace.append(state)

    def transmit(self, kind, values):
        self.link.send(pack(kind, self.sequence, values))
        self.sequence += 1
        self.sent += 1

    def sample(self, tick):
        self.go("sampling")
        try:
            values = [s.read(tick) for s in self.station]
        except SensorFault as e:
            self.faults += 1
            self.go("fault")
            raise NodeError(f"tick {tick}") from e
        self.backlog.push(values)
        self.go("idle")

    def flush(self):
        self.go("sending")
        try:
            while self.backlog:
                self.transmit(KIND_DATA, self.backlog.pop())
        finally:
            self.go("idle")

    def step(self, tick):
        match self.state:
            case "boot":
                self.transmit(KIND_EVENT, [EVENT_BOOTED])
                self.go("idle")
            case "fault":
                self.go("recovering")
                self.transmit(KIND_EVENT, [EVENT_FAULT])
            case "recovering":
                try:
                    self.go("sending")
                except IllegalTransition as e:
                    print("node  refused", e)
                self.go("idle")
            case "idle" if len(self.backlog) >= self.BATCH:
                self.flush()
            case _:
                try:
                    self.sample(tick)
                except NodeError as e:
                    print(f"node  {e}: {e.__cause__}")
