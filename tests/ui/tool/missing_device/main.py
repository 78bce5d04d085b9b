from machine import UART

port = UART(1, 9600)
port.write("hello")
