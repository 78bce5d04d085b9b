# A cooperative scheduler: tasks are generators that yield how long they sleep.


class Scheduler:
    def __init__(self):
        self.now = 0
        self.tasks = []
        self.log = []
        self.order = 0

    def spawn(self, name, generator, delay=0):
        self.order += 1
        self.tasks.append([self.now + delay, self.order, name, generator])

    def run(self, until=100):
        while self.tasks:
            self.tasks.sort(key=lambda t: t[:2])
            task = self.tasks[0]
            if task[0] > until:
                break
            self.now = task[0]
            try:
                pause = task[3].send(None)
            except StopIteration as e:
                self.log.append((self.now, task[2], "done", e.value))
                self.tasks.remove(task)
            except Exception as e:
                self.log.append((self.now, task[2], "failed", type(e).__name__))
                self.tasks.remove(task)
            else:
                self.order += 1
                task[0], task[1] = self.now + pause, self.order


def blink(s, name, period, times):
    for i in range(times):
        s.log.append((s.now, name, i))
        yield period
    return times


def faulty(s):
    yield 5
    raise OSError("sensor")


def parent(s):
    yield 1
    s.spawn("child", blink(s, "child", 2, 2), delay=3)
    yield from blink(s, "parent", 4, 2)
    return "parent over"


def forever():
    while True:
        yield 30


def main():
    s = Scheduler()
    s.spawn("led", blink(s, "led", 3, 3))
    s.spawn("bad", faulty(s))
    s.spawn("parent", parent(s))
    s.spawn("idle", forever())
    s.run(50)
    for line in s.log:
        print(*line)
    print(s.now, [t[2] for t in s.tasks])


if __name__ == "__main__":
    main()
