from machine import UART

from protocol import Server, seal

UART_NUMBER = 1
SERVE_READS = 20

server = Server()
print("self test:")
stream = seal("ECHO hello") + seal("SUM 1 2 39") + b"ECHO damaged*00\n" + seal("COUNT")
# In pieces of 7 bytes, as they may come from a wire.
for start in range(0, len(stream), 7):
    for answer in server.feed(stream[start : start + 7]):
        print(" ", answer.decode().strip())

port = UART(UART_NUMBER, 115200, timeout=10)
served = 0
for _ in range(SERVE_READS):  # `while True:` in a product
    data = port.read()
    if data:
        for answer in server.feed(data):
            port.write(answer)
            served += 1
print("served", served, "lines")
