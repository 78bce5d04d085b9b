"""The radio stand-in, which loses and damages bytes by counting, and the receiving side."""

from frame import KIND_DATA, FrameError, unpack
from sensors import NAMES, UNITS


class LossyLink:
    def __init__(self, drop_every, flip_every):
        self.drop_every = drop_every
        self.flip_every = flip_every
        self._queue = bytearray()
        self._frames = 0
        self.carried = self.lost = self.damaged = 0

    def send(self, data):
        self._frames += 1
        self.carried += len(data)
        if self._frames % self.drop_every == 0:
            self.lost += len(data) // 2
            data = data[len(data) // 2:]
        elif self._frames % self.flip_every == 0:
            self.damaged += 1
            at = 2 * self.damaged
            data = data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1:]
        self._queue += data

    def take(self):
        data = bytes(self._queue)
        self._queue.clear()
        return data


class BaseStation:
    def __init__(self):
        self._partial = b""
        self.good = self.bad = 0
        self._values = {name: [] for name in NAMES}

    def receive(self, data):
        *frames, self._partial = (self._partial + data).split(b"\x00")
        for coded in frames:
            try:
                kind, sequence, values = unpack(coded)
            except FrameError as e:
                self.bad += 1
                yield {"error": e.reason, "detail": e.args[1]}
            else:
                self.good += 1
                yield self._record(kind, sequence, values)

    def _record(self, kind, sequence, values):
        if kind != KIND_DATA:
            return {"seq": sequence, "event": int(values[0])}
        record = {"seq": sequence}
        for name, value in zip(NAMES, values):
            self._values[name].append(value)
            record[name] = [value, UNITS[name]]
        return record

    def summary(self):
        for name, values in self._values.items():
            if values:
                yield name, min(values), sum(values) / len(values), max(values)
