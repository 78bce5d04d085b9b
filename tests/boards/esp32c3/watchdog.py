# Fed for a while, then no more.
import time
from machine import WDT

guard = WDT(timeout=200)
for n in range(4):
    time.sleep_ms(150)
    guard.feed()
    print("fed", n)
time.sleep_ms(1000)
print("never")
