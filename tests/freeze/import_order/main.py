# Effects of imported modules happen where the import stands, each once.
print("main starts")
import first
x = first.VALUE
import second
from first import VALUE, items
print("main goes on", x, VALUE, items)
import first as again
items.append("main")
print(again.items, second.seen, second.count_now())
