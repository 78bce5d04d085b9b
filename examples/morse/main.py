import time
from machine import Pin

from signs import BETWEEN_WORDS, SIGNS, elements

LED_PIN = 4  # GPIO number, see `mpfreeze boards`
UNIT_MS = 10  # 120 words a minute, for impatient tests; people hear 60
MESSAGE = "CQ de mpf 73"

led = Pin(LED_PIN, Pin.OUT, value=0)

for word in MESSAGE.lower().split():
    print(word, " ".join(SIGNS[letter] for letter in word))

for turn in range(2):  # `while True:` for a beacon
    units = 0
    for level, length in elements(MESSAGE):
        led.value(level)
        time.sleep_ms(length * UNIT_MS)
        units += length
    led.value(0)
    time.sleep_ms(BETWEEN_WORDS * UNIT_MS)
    print("sent", units, "units, turn", turn + 1)
