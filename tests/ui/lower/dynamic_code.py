# There is no compiler on the device.
source = input()
exec(source)
print(eval("1 +" + source))
