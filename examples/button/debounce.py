"""Turns samples of a bouncing contact into presses and releases."""


class Debounce:
    """A contact that counts as changed when `stable` samples in a row say so."""

    def __init__(self, stable=4, pressed=0):
        self.stable = stable
        self.pressed = pressed  # the level of a pressed button: 0 with a pull-up
        self.down = False
        self.agree = 0
        self.samples = 0
        self.since = 0

    def sample(self, level):
        """Takes one sample. Returns ("press", samples up) or ("release", samples down), or None."""
        self.samples += 1
        down = level == self.pressed
        if down == self.down:
            self.agree = 0
            return None
        self.agree += 1
        if self.agree < self.stable:
            return None
        lasted = self.samples - self.since
        self.down = down
        self.agree = 0
        self.since = self.samples
        return ("press" if down else "release", lasted)


def samples(runs):
    """Levels from text such as "1*8 0 1 0*6": a level and how often it comes."""
    for run in runs.split():
        level, _, count = run.partition("*")
        for _ in range(int(count or 1)):
            yield int(level)
