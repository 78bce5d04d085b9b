# UART0 with other settings, then the usual ones: what arrives goes back in capitals.
from machine import UART

try:
    # A number that the build sees would be an error there.
    UART(int("2"))
except ValueError as error:
    print(error)
port = UART(0, 115200, timeout=500)
print("ready")
text = b""
while not text.endswith(b"."):
    text += port.read() or b""
port.write(text.upper())
buffer = bytearray(4)
print(port.any(), port.readinto(buffer), port.read(1))
