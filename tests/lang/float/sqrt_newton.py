# Numeric work with nothing but the four operations: Newton, series, integration.


def newton_sqrt(x):
    guess = x if x > 1 else 1.0
    while True:
        better = (guess + x / guess) / 2
        if abs(better - guess) < 1e-12:
            return better
        guess = better


def exp_series(x):
    term = total = 1.0
    n = 1
    while abs(term) > 1e-17:
        term *= x / n
        total += term
        n += 1
    return total


def integrate(f, a, b, n):
    h = (b - a) / n
    s = 0.5 * (f(a) + f(b))
    for i in range(1, n):
        s += f(a + i * h)
    return s * h


def mean_variance(values):
    mean = m2 = 0.0
    for i, x in enumerate(values, 1):
        delta = x - mean
        mean += delta / i
        m2 += delta * (x - mean)
    return mean, m2 / (len(values) - 1)


def main():
    for x in (2, 9, 0.25, 1e6):
        print("%.10f" % newton_sqrt(x), "%.10f" % x**0.5)
    print("%.12f" % exp_series(1), "%.12f" % exp_series(-1))
    print("%.8f" % integrate(lambda x: x * x, 0, 3, 100))
    print(mean_variance([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]))


if __name__ == "__main__":
    main()
