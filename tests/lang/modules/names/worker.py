"""The worker module."""

NAME = __name__
ran_as_main = False


def name_in_function():
    return __name__


class Task:
    pass


if __name__ == "__main__":
    ran_as_main = True
