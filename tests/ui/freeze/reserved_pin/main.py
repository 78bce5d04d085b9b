import machine
from machine import UART

data = machine.Pin(12, machine.Pin.OUT)
port = UART(3, 9600)
print(port.any())
print(machine.Pin("LED", machine.Pin.OUT))
