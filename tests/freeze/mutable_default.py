# Mutable default arguments, mutated before and after the first effect.


def collect(x, into=[]):
    into.append(x)
    return into


collect("at build")
first = collect("again")
print("start", first)
second = collect("after output")
print(first is second, collect("last"), collect("own", []))


def count(key, table={}):
    table[key] = table.get(key, 0) + 1
    return table[key]


values = [count("a"), count("b"), count("a")]
print(values, count("a"), count.__defaults__)
