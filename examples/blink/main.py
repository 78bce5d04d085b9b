import time
from machine import Pin

LED_PIN = 4  # GPIO number: the first LED column of a micro:bit; on emulated boards any pin will do
PERIOD_MS = 50

led = Pin(LED_PIN, Pin.OUT)

for n in range(6):
    led.value(1)
    time.sleep_ms(PERIOD_MS)
    led.value(0)
    time.sleep_ms(PERIOD_MS)
    print("blink", n + 1)

print("done, led is", led.value())
