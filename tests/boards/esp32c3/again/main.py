print("once more")
