# Class attributes changed through instances, subclasses and functions.


class Device:
    count = 0
    names = []
    config = {"rate": 9600}

    def __init__(self, name):
        self.count += 1
        Device.count += 10
        self.names.append(name)

    @classmethod
    def reconfigure(cls, rate):
        print("rate", rate)
        cls.config["rate"] = rate


class Special(Device):
    names = ["own list"]


a = Device("a")
at_build = (Device.count, a.count, list(Device.names))
b = Special("b")
Special.count += 100
a.reconfigure(115200)
rate = Special.config["rate"]
a.config = {"rate": "instance"}
print(at_build, Device.count, Special.count, a.count, b.count)
print(Device.names, Special.names, a.names is Device.names, rate, Device.config, a.config)
