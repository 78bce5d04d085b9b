print("beta starts")
import alpha

SAW = [n for n in ("NAME", "LATE", "partner_name") if hasattr(alpha, n)]
NAME = "beta of " + alpha.NAME
try:
    alpha.LATE
except AttributeError:
    print("beta sees half of alpha")
