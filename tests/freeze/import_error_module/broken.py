import helper

helper.LOADED.append("broken tried")
print("broken is loading")
raise ValueError("cannot load, try %d" % len(helper.LOADED))
