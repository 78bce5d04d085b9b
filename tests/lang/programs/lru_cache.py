# A least-recently-used cache on top of dict order, and as a decorator.


class LruCache:
    def __init__(self, size):
        self.size = size
        self.entries = {}
        self.hits = self.misses = 0

    def get(self, key, default=None):
        if key in self.entries:
            self.hits += 1
            value = self.entries.pop(key)
            self.entries[key] = value
            return value
        self.misses += 1
        return default

    def put(self, key, value):
        self.entries.pop(key, None)
        self.entries[key] = value
        if len(self.entries) > self.size:
            oldest = next(iter(self.entries))
            del self.entries[oldest]

    def __contains__(self, key):
        return key in self.entries

    def __len__(self):
        return len(self.entries)

    def __repr__(self):
        return f"<{' '.join(str(k) for k in self.entries)}>"


def cached(size):
    def decorate(function):
        cache = LruCache(size)

        def wrapper(*args):
            missing = wrapper
            found = cache.get(args, missing)
            if found is missing:
                found = function(*args)
                cache.put(args, found)
            return found

        wrapper.cache = cache
        return wrapper

    return decorate


@cached(8)
def ways(n, coins):
    if n == 0:
        return 1
    if n < 0 or not coins:
        return 0
    return ways(n - coins[0], coins) + ways(n, coins[1:])


def main():
    c = LruCache(3)
    for key in "abcadbe":
        if c.get(key) is None:
            c.put(key, key.upper())
        print(key, c, len(c))
    print(c.hits, c.misses, "a" in c, c.get("zz", 0))
    print(ways(20, (1, 2, 5)), ways(30, (3, 7)), len(ways.cache) <= 8)


if __name__ == "__main__":
    main()
