# Richards' simulation of an operating system's scheduler: six tasks pass packets through queues.
N = 250

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
FOR_DEVICE = 0
FOR_WORKER = 1
LETTERS = 26


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.datum = 0
        self.data = [0, 0, 0, 0]

    def behind(self, queue):
        # The queue with this packet as its last.
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, number, priority, queue):
        self.system = system
        self.number = number
        self.priority = priority
        self.queue = queue
        self.has_packet = queue is not None
        self.waiting = queue is not None
        self.held = False
        system.add(self)

    def is_stopped(self):
        return self.held or (self.waiting and not self.has_packet)

    def take(self):
        # The first packet for a task that waited for one.
        packet = None
        if self.waiting and self.has_packet:
            packet = self.queue
            self.queue = packet.link
            self.waiting = False
            self.has_packet = self.queue is not None
        return packet

    def accept(self, packet, sender):
        # Says who runs next: the receiver, if it was idle and is more important.
        if self.queue is None:
            self.queue = packet
            self.has_packet = True
            packet.behind(None)
            if self.priority > sender.priority:
                return self
        else:
            packet.behind(self.queue)
        return sender

    def step(self, packet):
        raise NotImplementedError


class Idle(Task):
    def __init__(self, system, rounds):
        super().__init__(system, IDLE, 0, None)
        self.rounds = rounds
        self.control = 1

    def step(self, packet):
        self.rounds -= 1
        if self.rounds == 0:
            return self.system.hold(self)
        if self.control & 1:
            self.control = self.control >> 1 ^ 0xD008
            return self.system.release(DEVICE_B, self)
        self.control >>= 1
        return self.system.release(DEVICE_A, self)


class Worker(Task):
    def __init__(self, system, queue):
        super().__init__(system, WORKER, 1000, queue)
        self.destination = HANDLER_A
        self.count = 0

    def step(self, packet):
        if packet is None:
            return self.system.wait(self)
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.owner = self.destination
        packet.datum = 0
        for i in range(4):
            self.count = self.count % LETTERS + 1
            packet.data[i] = 64 + self.count
        return self.system.send(packet, self)


class Handler(Task):
    def __init__(self, system, number, priority, queue):
        super().__init__(system, number, priority, queue)
        self.work = None
        self.devices = None

    def step(self, packet):
        if packet is not None:
            if packet.kind == FOR_WORKER:
                self.work = packet.behind(self.work)
            else:
                self.devices = packet.behind(self.devices)
        if self.work is not None:
            done = self.work.datum
            if done >= 4:
                finished = self.work
                self.work = finished.link
                return self.system.send(finished, self)
            if self.devices is not None:
                out = self.devices
                self.devices = out.link
                out.datum = self.work.data[done]
                self.work.datum = done + 1
                return self.system.send(out, self)
        return self.system.wait(self)


class Device(Task):
    def __init__(self, system, number, priority):
        super().__init__(system, number, priority, None)
        self.waiting = True
        self.pending = None

    def step(self, packet):
        if packet is None:
            if self.pending is None:
                return self.system.wait(self)
            ready = self.pending
            self.pending = None
            return self.system.send(ready, self)
        self.pending = packet
        return self.system.hold(self)


class System:
    def __init__(self):
        self.tasks = []
        self.by_number = {}
        self.sent = 0
        self.holds = 0

    def add(self, task):
        # The one added last is asked first.
        self.tasks.insert(0, task)
        self.by_number[task.number] = task

    def after(self, task):
        at = self.tasks.index(task) + 1
        return self.tasks[at] if at < len(self.tasks) else None

    def send(self, packet, sender):
        receiver = self.by_number[packet.owner]
        self.sent += 1
        packet.owner = sender.number
        packet.link = None
        return receiver.accept(packet, sender)

    def hold(self, task):
        self.holds += 1
        task.held = True
        return self.after(task)

    def release(self, number, task):
        freed = self.by_number[number]
        freed.held = False
        return freed if freed.priority > task.priority else task

    def wait(self, task):
        task.waiting = True
        return task

    def run(self):
        task = self.tasks[0]
        while task is not None:
            if task.is_stopped():
                task = self.after(task)
            else:
                task = task.step(task.take())


def packets(number, kind, count):
    queue = None
    for _ in range(count):
        queue = Packet(queue, number, kind)
    return queue


def run(rounds):
    system = System()
    Idle(system, rounds)
    Worker(system, packets(WORKER, FOR_WORKER, 2))
    Handler(system, HANDLER_A, 2000, packets(DEVICE_A, FOR_DEVICE, 3))
    Handler(system, HANDLER_B, 3000, packets(DEVICE_B, FOR_DEVICE, 3))
    Device(system, DEVICE_A, 4000)
    Device(system, DEVICE_B, 5000)
    system.run()
    return system.sent, system.holds


print("richards", N, run(N))
