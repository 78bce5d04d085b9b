# bytearray and bytes globals: buffers are written on the device, constants are not.

MAGIC = b"\x01\x02\x03"
buffer = bytearray(MAGIC)
window = buffer
frames = [bytes(buffer), buffer]
buffer[0] = 0xFF
early = bytes(buffer)


def send(data):
    print("send", bytes(data).hex())
    data.append(len(data))


send(buffer)
size = len(window)
send(window)
print(MAGIC, early, size, frames, window is buffer)
