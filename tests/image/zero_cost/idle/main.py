"""The program without the library. What `print` answers is known on the device only, so the report stays in the image."""


def report():
    print("nothing")


answer = print("ready")
if answer is not None:
    report()
