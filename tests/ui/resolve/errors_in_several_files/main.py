import first
import second

print(undefined_here)
