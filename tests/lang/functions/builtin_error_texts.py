def show(f):
    try:
        print(f())
    except TypeError as e:
        print(e)


class Words(dict):
    pass


def main():
    show(lambda: dict(1, 2, 3))
    show(lambda: dict(1, 2))
    show(lambda: int(1, 2, 3))
    show(lambda: list(1, 2))
    show(lambda: range())
    show(lambda: range(1, 2, 3, 4))
    show(lambda: [].append())
    show(lambda: [].append(1, 2))
    show(lambda: [].sort(1))
    show(lambda: sorted([1], [2]))
    show(lambda: sorted())
    show(lambda: ''.join())
    show(lambda: str.upper())
    show(lambda: str.upper(5))
    show(lambda: list.append(5, 1))
    show(lambda: dict.get([], 1))
    show(lambda: int.bit_length('a'))
    show(lambda: 'abc'.upper(1))
    show(lambda: {}.keys(1))
    show(lambda: [1].insert(1))
    show(lambda: divmod(1))
    show(lambda: list(iterable=1))
    show(lambda: [].append(x=1))
    show(lambda: abs(x=1))
    show(lambda: Words(1, 2))
    show(lambda: Words(5))
    show(lambda: sorted(Words(b=2, a=1)))
    show(lambda: Words([('x', 1)], y=2))
    show(lambda: Exception(a=1))
    show(lambda: object(1))
    show(lambda: len())
    show(lambda: set().add())


if __name__ == "__main__":
    main()
