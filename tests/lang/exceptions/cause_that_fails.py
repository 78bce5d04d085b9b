# A cause whose making fails: its own exception goes on, whatever it is.


class Bad(Exception):
    def __init__(self):
        raise KeyError("no cause")


def attempt(cause):
    try:
        raise ValueError("v") from cause
    except Exception as e:
        print(type(e).__name__, e, type(e.__cause__).__name__, type(e.__context__).__name__)


for cause in (None, Bad, KeyError, KeyError("k"), 5, int, "text"):
    attempt(cause)
