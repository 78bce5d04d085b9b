print("alpha starts")
NAME = "alpha"
import beta
print("alpha after beta")
LATE = beta.NAME + "!"


def partner_name():
    return beta.NAME
