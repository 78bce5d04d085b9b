# A bank account as a state machine with its own exceptions and a journal.


class BankError(Exception):
    pass


class Insufficient(BankError):
    def __init__(self, needed, available):
        super().__init__(f"need {needed}, have {available}")
        self.missing = needed - available


class BadState(BankError):
    pass


class Account:
    TRANSITIONS = {
        ("new", "open"): "active",
        ("active", "freeze"): "frozen",
        ("frozen", "thaw"): "active",
        ("active", "close"): "closed",
    }

    def __init__(self, owner):
        self.owner = owner
        self.state = "new"
        self._balance = 0
        self.journal = []

    def event(self, name):
        try:
            self.state = self.TRANSITIONS[self.state, name]
        except KeyError:
            raise BadState(f"{name} while {self.state}") from None
        self.journal.append(name)

    @property
    def balance(self):
        return self._balance

    def move(self, amount):
        if self.state != "active":
            raise BadState(f"account is {self.state}")
        if self._balance + amount < 0:
            raise Insufficient(-amount, self._balance)
        self._balance += amount
        self.journal.append(amount)


def transfer(source, target, amount):
    source.move(-amount)
    try:
        target.move(amount)
    except BankError:
        source.move(amount)
        raise


def main():
    a, b = Account("ann"), Account("bob")
    steps = [
        lambda: a.event("open"), lambda: a.move(100), lambda: transfer(a, b, 30), lambda: b.event("open"),
        lambda: transfer(a, b, 30), lambda: transfer(a, b, 500), lambda: b.event("freeze"), lambda: transfer(a, b, 1),
        lambda: b.event("thaw"), lambda: b.event("close"), lambda: b.event("open"), lambda: setattr(a, "balance", 1),
    ]
    for i, step in enumerate(steps):
        try:
            step()
            result = "ok"
        except Insufficient as e:
            result = f"insufficient by {e.missing}"
        except BankError as e:
            result = f"{type(e).__name__}: {e}"
        except AttributeError as e:
            result = type(e).__name__
        print(i, result, a.balance, b.balance, a.state, b.state)
    print(a.journal, b.journal)


if __name__ == "__main__":
    main()
