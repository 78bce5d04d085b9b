table = {"a": 1}
value = table["b"]
print(value)
