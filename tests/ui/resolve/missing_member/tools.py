def clamp(value):
    return min(value, 10)
