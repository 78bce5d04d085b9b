import machine

print("before")
machine.reset()
