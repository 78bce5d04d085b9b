# A module of the program has no such name.
import tools
from tools import clamp, squeeze

print(clamp(3), squeeze(4), tools.clmp(5))
