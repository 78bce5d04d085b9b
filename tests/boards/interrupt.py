# Ctrl-C ends what the program does: computing, sleeping, and in the end the program. It is sent after each "ready".
import time


def compute():
    n = 0
    while True:
        n = (n + 1) % 1000


def sleep():
    # In the simulator it takes no time.
    while True:
        time.sleep(1000)


def sleep_shortly():
    while True:
        time.sleep_ms(1)


for wait in compute, sleep, sleep_shortly:
    try:
        print("ready")
        wait()
    except KeyboardInterrupt as interrupt:
        print("caught", repr(interrupt))
    finally:
        print("finally")
print("ready")
compute()
