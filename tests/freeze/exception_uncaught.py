# An exception that escapes at the end: output so far appears, the status is not zero.

TABLE = [i * i for i in range(5)]
print("before", TABLE)
count = len(TABLE)


def fail(n):
    print("failing with", n)
    raise ValueError("stop here %d" % n)


later = count + 1
fail(later)
print("never reached")
