# SystemExit at module level ends the program with its status.

RESULT = sum(range(10))
print("before exit", RESULT)
try:
    raise SystemExit(3)
finally:
    print("finally runs")
print("never")
