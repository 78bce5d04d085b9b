# Much short-lived garbage beside a little that lives: lists, strings, big integers, closures.


class Record:
    def __init__(self, key, payload):
        self.key = key
        self.payload = payload
        self.link = None


def waste(n):
    total = 0
    for i in range(n):
        items = [i, str(i), (i, i + 1)]
        table = {"k": items, i: "v" * (i % 5)}
        total += len(items) + len(table) + len(table["k"][1])
    return total


def chain(n):
    first = last = Record(0, [0])
    for i in range(1, n):
        node = Record(i, [i] * (i % 4))
        last.link = node
        last = node
        if i % 10 == 0:
            first = first.link
    count = size = 0
    while first is not None:
        count += 1
        size += len(first.payload)
        first = first.link
    return count, size


def digits(n):
    x = 1
    for i in range(1, n):
        x *= i
        while x % 10 == 0:
            x //= 10
        x %= 10**30
    return x


def cycles(n):
    alive = None
    for i in range(n):
        a, b = [i], {}
        a.append(b)
        b["a"] = a
        if i == n // 2:
            alive = a
    return alive[0], alive[1]["a"] is alive


def main():
    print(waste(300), chain(60), digits(200), cycles(200))
    keep = ["item %d" % i for i in range(30)]
    for _ in range(5):
        joined = ",".join(keep)
        functions = [lambda x, k=k: x + k for k in keep]
        keep = [f("")[:10] for f in functions] if len(joined) < 0 else keep[::-1]
    print(keep[0], keep[-1], len(",".join(keep)))


if __name__ == "__main__":
    main()
