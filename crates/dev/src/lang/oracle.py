"""Answers of CPython: reads a JSON list of files, runs each in a child of its own, writes one JSON line for each.

Children are forked, so that starting the interpreter costs nothing, and a program cannot disturb the next one.
"""

import json
import os
import runpy
import signal
import sys
import tempfile
import time
import traceback
import types

SECONDS = 60
# Examples are for devices; language tests are to see what CPython has.
DEVICE_MODULES = "--device-modules" in sys.argv


def add_device_modules():
    """Stand-ins for what CPython lacks: `machine.Pin` remembers its level, no byte comes in, sleeping takes no time."""
    machine = types.ModuleType("machine")
    edges = []
    now = [0]

    class Pin:
        IN, OUT, PULL_UP, PULL_DOWN, OPEN_DRAIN = 0, 1, 2, 3, 4

        def __init__(self, name, mode=0, pull=None, *, value=0):
            self.name = name
            self.level = value

        def value(self, level=None):
            if level is None:
                return self.level
            level = 1 if level else 0
            if level != self.level:
                self.level = level
                edges.append([self.name, level, now[0]])

        def on(self):
            self.value(1)

        def off(self):
            self.value(0)

        def toggle(self):
            self.value(1 - self.level)

        __call__ = value

    class UART:
        """Nothing ever arrives."""

        def __init__(self, number, baudrate=115200, bits=8, parity=None, stop=1, *, tx=None, rx=None, timeout=0):
            pass

        def any(self):
            return 0

        def read(self, size=-1):
            return None

        def write(self, data):
            return len(data)

    machine.Pin = Pin
    machine.UART = UART
    sys.modules["machine"] = machine

    def sleep_us(us):
        now[0] += us

    time.sleep_us = sleep_us
    time.sleep_ms = lambda ms: sleep_us(ms * 1000)
    time.sleep = lambda seconds: sleep_us(int(seconds * 1000000))
    time.ticks_us = lambda: now[0]
    time.ticks_ms = lambda: now[0] // 1000
    time.ticks_diff = lambda later, earlier: later - earlier
    time.ticks_add = lambda start, delta: start + delta
    return edges


def child(path, out, err, notes):
    os.dup2(out, 1)
    os.dup2(err, 2)
    sys.stdin = open(os.devnull)
    sys.argv = [path]
    sys.path[0] = os.path.dirname(path)
    sys.stdout = open(1, "w", encoding="utf-8", newline="\n", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", newline="\n", closefd=False)
    signal.alarm(SECONDS)
    status = 0
    edges = add_device_modules() if DEVICE_MODULES else []
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as stop:
        if isinstance(stop.code, int):
            status = stop.code & 255
        elif stop.code is not None:
            print(stop.code, file=sys.stderr)
            status = 1
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(notes, json.dumps(edges).encode())
    os._exit(status)


def answer(path):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as notes:
        pid = os.fork()
        if pid == 0:
            try:
                child(path, out.fileno(), err.fileno(), notes.fileno())
            finally:
                os._exit(125)
        _, wait = os.waitpid(pid, 0)
        out.seek(0)
        err.seek(0)
        notes.seek(0)
        lines = err.read().decode("utf-8", "replace").strip().splitlines()
        return {
            "path": path,
            "stdout": out.read().decode("utf-8", "replace"),
            "last": lines[-1] if lines else "",
            # Changes of pins: number, level, microseconds.
            "edges": json.loads(notes.read() or b"[]"),
            "status": os.waitstatus_to_exitcode(wait),
        }


def main():
    for path in json.load(sys.stdin):
        print(json.dumps(answer(path)), flush=True)


main()
