# Plugins in other modules register themselves by decorator and by subclassing when imported.
import registry

before = len(registry.COMMANDS)
import plugins.led
import plugins.relay
after = len(registry.COMMANDS)
print(before, after, registry.ORDER)
for name in sorted(registry.COMMANDS):
    print(name, registry.COMMANDS[name]("x"))
print([cls.__name__ for cls in registry.Plugin.known], registry.Plugin.known[0]().run())


@registry.command("late")
def late(arg):
    return "late " + arg


print(len(registry.COMMANDS), after, registry.run("late"), registry.run("none"))
