# Work that takes more instructions than the project allows at build time waits for the device.
numbers = sum(range(100_000))
print(numbers)
