# Modules that exist nowhere, that CPython has and mpfreeze does not, and that are planned.
import nowhere
import threading
import json
import tkinter
from nowhere_else import something
