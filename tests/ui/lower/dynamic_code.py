# There is no compiler on the device, and not every builtin.
source = "1 + 1"
exec(source)
print(eval(source))
with open("file.txt") as file:
    print(file.read(), globals())
