# Context managers built from closures and generators; a transaction.


class Manager:
    def __init__(self, generator):
        self.generator = generator

    def __enter__(self):
        return next(self.generator)

    def __exit__(self, kind, value, trace):
        if kind is None:
            next(self.generator, None)
            return False
        try:
            self.generator.throw(value)
        except StopIteration:
            return True
        except kind as e:
            if e is value:
                return False
            raise
        return True


def manager(function):
    def make(*args):
        return Manager(function(*args))
    return make


@manager
def transaction(data):
    saved = dict(data)
    try:
        yield data
    except ValueError:
        data.clear()
        data.update(saved)


@manager
def indented(out, prefix):
    out.append(prefix + "{")
    yield lambda text: out.append(prefix + "  " + text)
    out.append(prefix + "}")


def main():
    bank = {"ann": 10, "bob": 0}
    with transaction(bank) as b:
        b["ann"] -= 5
        b["bob"] += 5
    print(bank)
    with transaction(bank) as b:
        b["ann"] -= 50
        raise ValueError("overdrawn")
    print(bank)
    try:
        with transaction(bank) as b:
            b["zoe"] = 1
            raise KeyError("other")
    except KeyError as e:
        print(type(e).__name__, e, bank)
    out = []
    with indented(out, "") as put:
        put("a")
        with indented(out, "  ") as put2:
            put2("b")
        put("c")
    print("\n".join(out))


if __name__ == "__main__":
    main()
