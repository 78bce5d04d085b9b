while True print("forever")
y = 08
