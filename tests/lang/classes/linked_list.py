# A class that links instances: nodes, reversal, iteration, length.


class Node:
    def __init__(self, value, rest=None):
        self.value = value
        self.rest = rest


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        self.size = 0
        for item in items:
            self.append(item)

    def append(self, item):
        node = Node(item)
        if self.head is None:
            self.head = node
        else:
            at = self.head
            while at.rest is not None:
                at = at.rest
            at.rest = node
        self.size += 1

    def reverse(self):
        done = None
        at = self.head
        while at is not None:
            at.rest, done, at = done, at, at.rest
        self.head = done

    def remove(self, value):
        before, at = None, self.head
        while at is not None:
            if at.value == value:
                if before is None:
                    self.head = at.rest
                else:
                    before.rest = at.rest
                self.size -= 1
                return True
            before, at = at, at.rest
        return False

    def __iter__(self):
        at = self.head
        while at is not None:
            yield at.value
            at = at.rest

    def __len__(self):
        return self.size


def main():
    items = LinkedList([1, 2, 3, 4])
    print(list(items), len(items))
    items.reverse()
    print(list(items), items.remove(4), items.remove(2), items.remove(99))
    print(list(items), len(items), 3 in items, 4 in items)
    print(list(LinkedList()), bool(LinkedList()), sum(LinkedList(range(50))))


if __name__ == "__main__":
    main()
