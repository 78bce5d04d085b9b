# Tokenizer and recursive-descent calculator with variables and errors.

OPERATORS = "+-*/%^()="


class CalcError(Exception):
    pass


def tokenize(text):
    tokens = []
    i = 0
    while i < len(text):
        ch = text[i]
        if ch.isspace():
            i += 1
        elif ch.isdigit() or ch == ".":
            start = i
            while i < len(text) and (text[i].isdigit() or text[i] == "."):
                i += 1
            number = text[start:i]
            tokens.append(("num", float(number) if "." in number else int(number)))
        elif ch.isalpha():
            start = i
            while i < len(text) and text[i].isalnum():
                i += 1
            tokens.append(("name", text[start:i]))
        elif ch in OPERATORS:
            tokens.append(("op", ch))
            i += 1
        else:
            raise CalcError(f"unexpected {ch!r} at {i}")
    tokens.append(("end", None))
    return tokens


class Calculator:
    def __init__(self):
        self.names = {}

    def run(self, text):
        self.tokens = tokenize(text)
        self.at = 0
        if self.tokens[0][0] == "name" and self.tokens[1] == ("op", "="):
            name = self.tokens[0][1]
            self.at = 2
            self.names[name] = value = self.sum()
        else:
            value = self.sum()
        if self.tokens[self.at][0] != "end":
            raise CalcError(f"unexpected {self.tokens[self.at][1]}")
        return value

    def accept(self, symbols):
        kind, value = self.tokens[self.at]
        if kind == "op" and value in symbols:
            self.at += 1
            return value
        return None

    def sum(self):
        left = self.product()
        while op := self.accept("+-"):
            right = self.product()
            left = left + right if op == "+" else left - right
        return left

    def product(self):
        left = self.unary()
        while op := self.accept("*/%"):
            right = self.unary()
            left = left * right if op == "*" else left / right if op == "/" else left % right
        return left

    def unary(self):
        if self.accept("-"):
            return -self.unary()
        base = self.atom()
        return base ** self.unary() if self.accept("^") else base

    def atom(self):
        kind, value = self.tokens[self.at]
        self.at += 1
        if kind == "num":
            return value
        if kind == "name":
            if value not in self.names:
                raise CalcError("unknown name " + value)
            return self.names[value]
        if value == "(":
            inner = self.sum()
            if not self.accept(")"):
                raise CalcError("missing )")
            return inner
        raise CalcError("expected a value, got " + str(value))


def main():
    calc = Calculator()
    for line in ("1 + 2 * 3", "(1+2)*3", "-2^2", "2^3^2", "x = 7", "x * x - 1", "10 / 4", "7 % 4 + .5", "1 +", "(1", "y", "1 $ 2", "2 2", "1 / 0"):
        try:
            print(line, "=>", calc.run(line))
        except CalcError as e:
            print(line, "=> error:", e)
        except ZeroDivisionError as e:
            print(line, "=>", type(e).__name__)


if __name__ == "__main__":
    main()
