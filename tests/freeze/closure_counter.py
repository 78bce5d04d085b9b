# A closure made at module level carries its counter from build time to the device.


def make_counter(start):
    count = start
    log = []

    def step():
        nonlocal count
        count += 1
        log.append(count)
        return count

    def peek():
        return count, log

    return step, peek


step, peek = make_counter(10)
step()
at_build = step()
print("output", at_build)
step()
print(step(), peek())
IDS = [step() for _ in range(3)]
print(IDS, peek()[0])
