# A cycle where each module sees the other half done, with effects inside.
print("main")
import alpha
import beta
print(alpha.NAME, beta.NAME, alpha.partner_name(), beta.SAW, alpha.LATE)
