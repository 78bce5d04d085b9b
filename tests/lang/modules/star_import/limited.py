__all__ = ["public", "CONSTANT", "listed", "_exported_anyway", "shared"]

CONSTANT = 42
listed = [1, 2]
not_listed = "no"
_exported_anyway = "underscore but listed"
shared = "from limited"


def public():
    return "public " + not_listed
