import time
from machine import Pin

from debounce import Debounce, samples

BUTTON_PIN = 5  # GPIO number: button A's column on a micro:bit; `mpfreeze boards NAME` shows what others have
PERIOD_MS = 5

# What a real switch does: the level jumps for some milliseconds before it settles.
RECORDED = "1*12 0 1 0 0 1 0*20 1 0 1 0 1*15 0*2 1*10"

contact = Debounce()
for level in samples(RECORDED):
    event = contact.sample(level)
    if event:
        what, lasted = event
        print("recorded:", what, "after", lasted * PERIOD_MS, "ms")

button = Pin(BUTTON_PIN, Pin.IN, Pin.PULL_UP)
contact = Debounce(pressed=1 - button.value())
presses = 0
deadline = time.ticks_add(time.ticks_ms(), 500)
while time.ticks_diff(deadline, time.ticks_ms()) > 0:
    event = contact.sample(button.value())
    if event and event[0] == "press":
        presses += 1
    time.sleep_ms(PERIOD_MS)
print("seen on the pin:", presses, "presses")
