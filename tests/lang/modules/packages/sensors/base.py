UNITS = {"t": "C", "p": "hPa"}
FACTOR = 4
