# Effects hidden in operators, properties, iteration and formatting of objects.


class Noisy:
    count = 0

    def __init__(self, name):
        self.name = name

    def __add__(self, other):
        print("add", self.name)
        Noisy.count += 1
        return Noisy(self.name + "+")

    def __len__(self):
        print("len", self.name)
        return 3

    def __iter__(self):
        print("iter", self.name)
        return iter("xy")

    def __eq__(self, other):
        print("eq", self.name)
        return True

    def __format__(self, spec):
        print("format", self.name)
        return "<" + self.name + ">"

    @property
    def level(self):
        print("level", self.name)
        return 7

    def __getattr__(self, name):
        print("getattr", name)
        return name


a = Noisy("a")
quiet = [1, 2]
b = a + 1
n = len(a)
quiet.append(n)
items = [*a]
first, second = a
text = f"{a}"
level = a.level + 1
same = a == 5
missing = a.anything
quiet.append(Noisy.count)
print(b.name, n, items, first, second, text, level, same, missing, quiet)
