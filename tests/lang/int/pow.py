# Powers: the operator, the builtin with two and three arguments, negative exponents.

MODULUS = 1_000_003


def power_mod(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def main():
    print(2**0, 2**1, 2**10, 0**0, 0**5, (-2) ** 3, (-2) ** 4, -(2**2))
    print(2**-1, 4**-2, (-2) ** -2)
    print(2**3**2, (2**3) ** 2)
    print(pow(3, 4), pow(3, 4, 5), pow(2, 100, MODULUS), power_mod(2, 100, MODULUS))
    print(pow(-3, 3, 7), pow(10, 0, 7), pow(10, 0, 1))
    x = 3
    x **= 5
    print(x)
    print(7**50)
    print(4**0.5, 2.0**3, 9**0.5)
    try:
        print(0**-1)
    except ZeroDivisionError as e:
        print(type(e).__name__)
    try:
        print(pow(2, 3, 0))
    except ValueError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
