# Augmented assignment of globals by functions: rebinding against mutation in place.

numbers = [1]
same = numbers
word = "a"
pair = (0,)
flags = 0b1


def grow():
    global numbers, word, pair, flags
    numbers += [2]
    word += "b"
    pair += (1,)
    flags |= 0b100
    return len(numbers)


size = grow()
old_word, old_pair = word, pair
print("grown", size, same)
grow()
numbers = numbers + ["new object"]
grow()
print(numbers, same, word, old_word, pair, old_pair, bin(flags), numbers is same)
