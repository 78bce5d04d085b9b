print("first is loading")
VALUE = 10
items = ["first"]
VALUE = VALUE * 2
print("first is done")
