# Class bodies run code: loops, conditionals, names of the body, nested classes.

FEATURES = ("heat", "cool")


class Config:
    base = 10
    doubled = base * 2
    table = {}
    for _name in FEATURES:
        table[_name] = len(_name)
    if doubled > 15:
        level = "high"
    else:
        level = "low"
    squares = [x * x for x in range(4)]

    class Inner:
        tag = "inner"

        def where(self):
            return self.tag + str(Config.base)

    def _helper(x):
        return x + 1

    computed = _helper(41)
    del _helper


class Account:
    bank = "first"
    members = []

    def __init__(self, name):
        self.name = name
        self.members.append(name)

    alias = __init__


def main():
    print(Config.doubled, Config.table, Config.level, Config.squares, Config.computed)
    print(Config.Inner().where(), Config.Inner.tag, hasattr(Config, "_helper"), Config._name)
    del Account.members[:]
    Account("a"), Account("b")
    print(Account.members, Account("c").members is Account.members)
    x = Account("d")
    x.bank = "own"
    print(x.bank, Account.bank, Account.alias is Account.__init__)
    x.members = ["instance"]
    print(x.members, Account.members)
    Account.bank = "second"
    print(x.bank, Account("e").bank)
    Account.bank = "first"
    try:
        Config.nothing
    except AttributeError as e:
        print(type(e).__name__, e)
    try:
        class Bad:
            value = undefined_name
    except NameError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
