# Star imports copy bindings at their moment; later changes are not seen; __all__ is honoured.
from source import *
import source

print(value, table, total())
source.value = "changed"
source.bump()
table.append("from main")
print(value, source.value, source.table, total())
from source import *
print(value, total())
try:
    secret
except NameError as e:
    print(type(e).__name__, e)
print(source.secret)
