# There is no package above the main program.
from . import sibling
from ..outer import thing
