# Digits of pi one after the other from a series of fractions, with integers that grow without bound.
N = 60


def digits():
    # What is known so far is (a * x + b) / c for the rest x of the series; x lies between 3 and 4.
    a, b, c = 1, 0, 1
    k = 1
    while True:
        low = (3 * a + b) // c
        if low == (4 * a + b) // c:
            yield low
            a *= 10
            b = 10 * (b - low * c)
        else:
            odd = 2 * k + 1
            b = (2 * a + b) * odd
            c *= odd
            a *= k
            k += 1


def run(n):
    text = ""
    for digit in digits():
        text += str(digit)
        if len(text) == n:
            return text


print("pidigits", N, run(N))
