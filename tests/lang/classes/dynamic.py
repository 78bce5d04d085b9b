# Adding and replacing attributes of classes and instances at run time; __class__.


class Robot:
    def speak(self):
        return "beep"


def loud(self):
    return "BEEP"


def main():
    r = Robot()
    print(r.speak())
    original = Robot.speak
    Robot.speak = loud
    print(r.speak(), Robot().speak())
    Robot.speak = original
    r.speak = lambda: "mine"
    print(r.speak(), Robot().speak())
    del r.speak
    print(r.speak())
    Robot.legs = 2
    Robot.walk = lambda self, n=1: "walk" * n + str(self.legs)
    print(r.walk(), r.walk(2))
    r.legs = 4
    print(r.walk(), Robot.legs)
    del Robot.walk
    del Robot.legs
    print(hasattr(r, "walk"), r.legs)
    print(r.__class__ is Robot, r.__class__.__name__, type(r)().speak())
    for name in ("x", "y"):
        setattr(r, name, name * 2)
    print(r.x, r.y)


if __name__ == "__main__":
    main()
