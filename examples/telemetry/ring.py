"""A ring buffer of fixed capacity that overwrites the oldest entry and counts what it lost."""


class Ring:
    def __init__(self, capacity):
        self._slots = [None] * capacity
        self._head = 0
        self._count = 0
        self.dropped = 0

    def push(self, item):
        size = len(self._slots)
        if self._count == size:
            self._head = (self._head + 1) % size
            self._count -= 1
            self.dropped += 1
        self._slots[(self._head + self._count) % size] = item
        self._count += 1

    def pop(self):
        if not self._count:
            raise IndexError("pop from an empty ring")
        item = self._slots[self._head]
        self._slots[self._head] = None
        self._head = (self._head + 1) % len(self._slots)
        self._count -= 1
        return item

    def __len__(self):
        return self._count

    def __iter__(self):
        for i in range(self._count):
            yield self._slots[(self._head + i) % len(self._slots)]
