import first

seen = list(first.items)
first.items.append("second")
print("second", first.VALUE)
first.VALUE = "changed by second"


def count_now():
    return len(first.items)
