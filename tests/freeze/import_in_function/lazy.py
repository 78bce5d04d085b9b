print("lazy is loading")
VALUE = [n for n in range(3)]
