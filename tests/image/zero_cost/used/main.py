"""The report is made."""

import library

print("ready")
print(library.summary())
