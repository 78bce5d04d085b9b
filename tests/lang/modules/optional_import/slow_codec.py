USES = 0


def encode(text):
    return text[::-1]
