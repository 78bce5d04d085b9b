# A long loop in a module-level function call; more steps than a build should spend.
# Small integers only, so that it allocates nothing.


def churn(n):
    x = 1
    for i in range(n):
        x = (x * 31 + i) & 0xFFFF
    return x


SHORT = churn(1000)
print("short", SHORT)
LONG = churn(3000000)
print("long", LONG, SHORT)
