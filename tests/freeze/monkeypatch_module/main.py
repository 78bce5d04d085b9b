# Functions and classes of another module replaced from here.
import driver
import app

print(app.report())
real = driver.read


def fake(channel):
    return real(channel) + 1000


driver.read = fake
print(app.report(), app.direct())
driver.Adc.scale = lambda self, x: -x
print(app.report(), app.ADC.scale(5))
driver.Adc.gain = 3
app.ADC.gain += 1
print(driver.Adc.gain, app.ADC.gain, driver.Adc().gain)
driver.read = real
print(app.report())
