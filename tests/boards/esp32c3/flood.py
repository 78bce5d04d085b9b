# More than any buffer holds.
for n in range(120):
    print("number", n, "of many lines that nobody may be there to read")
