import machine

print(machine.freq())
print(machine.unique_id().hex())
