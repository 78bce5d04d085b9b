# What is driven from outside arrives in order: pin 3 up, then down; pin 5 is let go and pulled.
import time
from machine import Pin

source = Pin(3, Pin.IN)
while not source.value():
    time.sleep_ms(1)
print("up")
while source.value():
    time.sleep_ms(1)
print("down")

print("pulled up", Pin(5, Pin.IN, Pin.PULL_UP).value())
print("pulled down", Pin(5, Pin.IN, Pin.PULL_DOWN).value())

out = Pin(6, Pin.OUT, value=1)
print("out", out.value())
out.toggle()
print("toggled", out.value())

# Open drain: low is driven, high is let go, and a button or another chip may pull it down.
line = Pin(7, Pin.OPEN_DRAIN, value=1)
print("open drain", line.value())
line.value(0)
print("driven", line.value())

try:
    Pin(int("14"), Pin.OUT)
except ValueError as error:
    print(error)
