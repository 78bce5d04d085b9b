# Own exception classes: hierarchy, fields, __str__, catching by base.


class DeviceError(Exception):
    """Anything a device can do wrong."""


class Timeout(DeviceError):
    def __init__(self, device, seconds):
        super().__init__(device, seconds)
        self.device = device
        self.seconds = seconds

    def __str__(self):
        return self.device + " after " + str(self.seconds) + " s"


class Checksum(DeviceError, ValueError):
    pass


class Quiet(Exception):
    def __init__(self, text):
        self.text = text


def poll(kind):
    if kind == "timeout":
        raise Timeout("bme280", 3)
    if kind == "sum":
        raise Checksum("0x12", "0x34")
    if kind == "device":
        raise DeviceError
    if kind == "quiet":
        raise Quiet("hush")
    return "ok"


def main():
    for kind in ("none", "timeout", "sum", "device", "quiet"):
        try:
            print(poll(kind))
        except Timeout as e:
            print("timeout:", e, e.seconds, e.args)
        except ValueError as e:
            print("value:", e, isinstance(e, DeviceError))
        except DeviceError as e:
            print("device:", repr(e))
        except Exception as e:
            print("other:", type(e).__name__, e.text, e.args)
    print([c.__name__ for c in Checksum.__mro__])
    print(repr(Timeout("x", 1)), repr(Checksum("a")), DeviceError.__doc__)
    e = DeviceError("note")
    e.port = 5
    print(e.port, str(e))


if __name__ == "__main__":
    main()
