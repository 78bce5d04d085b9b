# A binary heap with stable priorities, and heap sort.


class PriorityQueue:
    def __init__(self):
        self.heap = []
        self.serial = 0

    def push(self, priority, item):
        self.serial += 1
        self.heap.append((priority, self.serial, item))
        i = len(self.heap) - 1
        while i > 0:
            parent = (i - 1) // 2
            if self.heap[parent][:2] <= self.heap[i][:2]:
                break
            self.heap[parent], self.heap[i] = self.heap[i], self.heap[parent]
            i = parent

    def pop(self):
        if not self.heap:
            raise IndexError("pop from an empty queue")
        top = self.heap[0]
        last = self.heap.pop()
        if self.heap:
            self.heap[0] = last
            self._sift_down(0)
        return top[2]

    def _sift_down(self, i):
        heap, n = self.heap, len(self.heap)
        while True:
            child = 2 * i + 1
            if child >= n:
                return
            if child + 1 < n and heap[child + 1][:2] < heap[child][:2]:
                child += 1
            if heap[i][:2] <= heap[child][:2]:
                return
            heap[i], heap[child] = heap[child], heap[i]
            i = child

    def __len__(self):
        return len(self.heap)


def heap_sort(items):
    q = PriorityQueue()
    for x in items:
        q.push(x, x)
    return [q.pop() for _ in range(len(q))]


def main():
    q = PriorityQueue()
    for priority, name in [(3, "low"), (1, "urgent"), (2, "mid"), (1, "urgent too"), (0, "now")]:
        q.push(priority, name)
    print(len(q), [q.pop() for _ in range(3)])
    q.push(1, "late")
    while q:
        print(q.pop(), end="; ")
    print()
    try:
        q.pop()
    except IndexError as e:
        print(type(e).__name__, e)
    data = [(i * 7919) % 101 for i in range(60)]
    print(heap_sort(data) == sorted(data), heap_sort("heap sort"))


if __name__ == "__main__":
    main()
