import driver
from driver import read

ADC = driver.Adc()
BASE = ADC.scale(read(1))


def report():
    return BASE, ADC.scale(driver.read(2))


def direct():
    return read(2)
