__all__ = ["value", "table"]
__all__ += ["total", "bump"]

value = "original"
table = [1]
secret = "not exported"
_count = 0


def total():
    return _count


def bump():
    global _count
    _count += 1
    table.append(_count)
