"""A running median: outliers of a sensor leave no trace."""


class Median:
    def __init__(self, width):
        self.width = width
        self.window = []

    def update(self, value):
        self.window.append(value)
        if len(self.window) > self.width:
            self.window.pop(0)
        return sorted(self.window)[len(self.window) // 2]
