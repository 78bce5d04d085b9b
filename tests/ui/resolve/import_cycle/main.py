import left

print(left.name())
