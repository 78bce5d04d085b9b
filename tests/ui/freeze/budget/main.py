# Work that takes more instructions than the project allows at build time waits for the device.
def add(count):
    total = 0
    for number in range(count):
        total += number
    return total


few = add(10)
many = add(10_000)
print(few, many)
