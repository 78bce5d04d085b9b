from machine import Pin
import machine

BUTTON = "GP31"
led = Pin("LEDD", Pin.OUT)


def buttons():
    yield machine.Pin(30, Pin.IN)
    yield Pin(BUTTON, Pin.IN)
    yield Pin(-2)
    yield Pin("GP15", Pin.IN, Pin.PULL_UP)
    yield Pin(29)


for button in buttons():
    print(button.value())
