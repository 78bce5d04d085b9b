# Methods that are values and take nothing but their receiver, whose name no keyword has.
class Lone:
    def alone(self):
        return "alone"

    def other(this):
        return "other"


def show(f):
    try:
        print(f())
    except TypeError as e:
        print("TypeError:", e)


def main():
    lone = Lone()
    for method in [lone.alone, lone.other]:
        show(lambda: method())
        show(lambda: method(me=1))
        show(lambda: method(1))
    for function in [Lone.alone, Lone.other]:
        show(lambda: function())
        show(lambda: function(me=1))


main()
