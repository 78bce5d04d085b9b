# A module that may be missing is no error: the program says what happens then.
try:
    import nowhere
except ImportError:
    nowhere = None

print(nowhere)
