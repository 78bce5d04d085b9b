import time

print("not fed")
time.sleep(2)
print("never")
