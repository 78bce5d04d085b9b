count = 0
items = []


def bump():
    global count
    count += 1
    return count


def reset():
    global count
    count = 0
    items.clear()


def describe():
    return "store with " + str(len(items))
