# Closures as building blocks of a small event system.


def make_bus():
    handlers = {}

    def on(event):
        def register(function):
            handlers.setdefault(event, []).append(function)
            return function
        return register

    def emit(event, *args):
        results = []
        for h in handlers.get(event, []):
            results.append(h(*args))
        return results

    return on, emit


def debounce(threshold):
    run = 0
    stable = None

    def feed(level):
        nonlocal run, stable
        if level == stable:
            run = 0
        else:
            run += 1
            if run >= threshold:
                stable, run = level, 0
        return stable

    return feed


def smooth(n):
    window = []

    def feed(x):
        window.append(x)
        if len(window) > n:
            window.pop(0)
        return sum(window) / len(window)

    return feed


def main():
    on, emit = make_bus()
    seen = []

    @on("tick")
    def first(n):
        seen.append(n)
        return n + 1

    @on("tick")
    def second(n):
        return first(n) * 10

    print(emit("tick", 1), emit("tick", 2), emit("none"), seen)
    button = debounce(3)
    print([button(v) for v in (1, 1, 0, 1, 1, 1, 1, 0, 0, 0)])
    low_pass = smooth(3)
    print([low_pass(v) for v in (3, 6, 9, 12)])


if __name__ == "__main__":
    main()
