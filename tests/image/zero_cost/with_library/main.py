"""The same program with a report that needs all of the library."""

import library


def report():
    print(library.summary())


answer = print("ready")
if answer is not None:
    report()
