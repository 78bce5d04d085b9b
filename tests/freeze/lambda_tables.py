# Tables of functions and lambdas that read globals which change later.

unit = "C"
TABLE = {
    "now": lambda: unit,
    "fixed": lambda u=unit: u,
    "set": lambda u: globals_set(u),
}
CALLS = [lambda n=n: n * unit_size() for n in range(3)]


def unit_size():
    return len(unit)


def globals_set(u):
    global unit
    unit = u
    return u


early = [f() for f in CALLS]
print(TABLE["now"](), TABLE["fixed"](), early)
TABLE["set"]("kelvin")
print(TABLE["now"](), TABLE["fixed"](), [f() for f in CALLS], early)
TABLE["now"] = lambda: "replaced"
del TABLE["fixed"]
print(TABLE["now"](), sorted(TABLE), unit)
