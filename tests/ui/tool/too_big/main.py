# 400 KB of text on a chip with 256 KB of flash.
parts = [str(number) * 80 for number in range(1000, 2250)]


def show(index):
    print(parts[index])


show(3)
