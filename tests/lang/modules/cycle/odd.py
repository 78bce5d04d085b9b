import even

SEEN_AT_IMPORT = (hasattr(even, "BEFORE"), hasattr(even, "COMPLETE"))


def is_odd(n):
    return n != 0 and even.is_even(n - 1)
