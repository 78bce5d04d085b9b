# f-strings: names, expressions, calls, quotes, braces, concatenation.

UNIT = "C"


def main():
    name, n = "probe", 3
    print(f"{name} {n} {UNIT}", f"", f"plain", f"{n}{n}")
    print(f"{n + 1} {n * 'ab'} {name.upper()} {len(name)} {[n, 1]} {name[0]} {n if n > 2 else 0}")
    print(f"{{literal}} {{{n}}} }}{{")
    print(f"{'quoted'} {'yes' if n else 'no'!r}", f'{"double"}')
    print(f"a{n}" "b" f"c{n}" 'd')
    print(f'{ {"k": n}["k"] } {(lambda x: x * 2)(n)} {[i for i in range(n)]}')
    print(f"""multi
line {n}
end""")
    print(rf"raw\n{n}", f"tab\t{n}", f"\x41{n}\u00e9")
    print(f"{None} {True} {1.5} {(1, 2)} {'é'}")
    x = f"{n}"
    print(x + f"{x}{x}", len(f"{n:10}"))
    for i in range(2):
        print(f"{i}: {i ** 2}", end=f";{i}\n")


if __name__ == "__main__":
    main()
