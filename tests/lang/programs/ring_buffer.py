# A ring buffer over a bytearray, and a generic one over a list.


class Full(Exception):
    pass


class ByteRing:
    def __init__(self, capacity):
        self.data = bytearray(capacity)
        self.head = self.count = 0

    def write(self, chunk):
        if len(chunk) > len(self.data) - self.count:
            raise Full(len(chunk), len(self.data) - self.count)
        for b in chunk:
            self.data[(self.head + self.count) % len(self.data)] = b
            self.count += 1

    def read(self, n=None):
        n = self.count if n is None else min(n, self.count)
        end = self.head + n
        size = len(self.data)
        part = self.data[self.head:min(end, size)] + self.data[:max(0, end - size)]
        self.head = end % size
        self.count -= n
        return bytes(part)

    def __len__(self):
        return self.count


class History:
    def __init__(self, n):
        self.items = [None] * n
        self.total = 0

    def push(self, x):
        self.items[self.total % len(self.items)] = x
        self.total += 1
        return self

    def __iter__(self):
        n = len(self.items)
        for i in range(max(0, self.total - n), self.total):
            yield self.items[i % n]

    def __len__(self):
        return min(self.total, len(self.items))


def main():
    ring = ByteRing(8)
    ring.write(b"hello")
    print(ring.read(3), len(ring))
    ring.write(b"WORLD!")
    print(len(ring), ring.head, ring.read(4), ring.read(), ring.read(), len(ring))
    try:
        ring.write(b"far too long")
    except Full as e:
        print(type(e).__name__, e.args, len(ring))
    h = History(4)
    print(list(h), bool(h))
    for i in range(6):
        h.push(i * i)
        print(list(h), len(h))
    print(sum(h) / len(h), max(h.push(100).push(0)))


if __name__ == "__main__":
    main()
