# Runaway recursion at module level, caught; deep but finite recursion works after it.


def forever(n):
    return forever(n + 1) + 1


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


result = "none"
try:
    forever(0)
except RecursionError as e:
    result = type(e).__name__
fine = depth(50)
print(result, fine)
try:
    forever(0)
except RuntimeError as e:
    print("again", type(e).__name__, depth(20))
