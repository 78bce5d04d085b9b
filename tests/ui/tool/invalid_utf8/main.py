import names
print(names.city)
