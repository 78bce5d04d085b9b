# Five lines, a tenth of a second apart, then the end.
import time

for n in range(5):
    print("line", n)
    time.sleep_ms(100)
print("end")
