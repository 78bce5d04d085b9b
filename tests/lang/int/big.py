# Arithmetic on integers that need many digits.

GOOGOL = 10**100


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def main():
    print(GOOGOL)
    print(factorial(30))
    print(fib(150))
    print(2**31, 2**32, 2**63, 2**64, -(2**64))
    print(factorial(25) // factorial(23), factorial(30) % 1000007)
    print(gcd(factorial(20), 2**40))
    print((GOOGOL + 1) * (GOOGOL - 1) == GOOGOL * GOOGOL - 1)
    print(-GOOGOL // 7 % 1000, GOOGOL // -7 % 1000)
    print(123456789012345678901234567890 - 123456789012345678901234567889)
    print(1073741823 + 1 - 1, 46341 * 46341, -46341 * 46341)
    print(divmod(-(10**30), 10**15 + 1))
    x = 99999999999999999999
    x += 1
    print(x, x // 10**19, x - 10**20)
    print(GOOGOL.bit_length(), (-GOOGOL).bit_length(), (0).bit_length(), (255).bit_length(), (256).bit_length())


if __name__ == "__main__":
    main()
