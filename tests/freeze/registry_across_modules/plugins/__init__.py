print("plugins package")
LOADED = []
