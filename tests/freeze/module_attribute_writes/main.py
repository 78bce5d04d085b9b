# One module writes, adds and deletes attributes of another, before and after effects.
import settings
import reader

early = reader.rate()
settings.rate = 9600
middle = reader.rate()
print("now", early, middle)
settings.rate += 1
settings.added = ["new"]
setattr(settings, "dynamic", "by setattr")
print(reader.rate(), reader.added(), settings.dynamic)
del settings.rate
try:
    reader.rate()
except NameError as e:
    print(type(e).__name__, e)
except AttributeError as e:
    print(type(e).__name__, e)
settings.rate = "back"
print(reader.rate(), settings.own_rate(), reader.COPY)
