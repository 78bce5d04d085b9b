# Interned or not, built at build time or on the device: equal strings behave the same.

ready = "device" + "-" + "1"
parts = ["device", "1"]


def build():
    print("building")
    return "-".join(parts)


late = build()
table = {ready: "ready"}
table[late] = "late"
seen = {late}
print(ready == late, table, ready in seen, len({ready, late, "device-1"}))


class Bag:
    pass


bag = Bag()
setattr(bag, late.replace("-", "_"), 5)
print(bag.device_1, getattr(bag, ready.replace("-", "_")), hasattr(bag, "device_2"))
name = "device" + "_" + str(int("1"))
print(getattr(bag, name), sorted([late, ready, "a"]))
