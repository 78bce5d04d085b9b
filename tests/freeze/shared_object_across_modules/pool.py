items = []


def put(x):
    print("put", x)
    items.append(x)
