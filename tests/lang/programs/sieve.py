# Sieve of Eratosthenes, prime factors, twin primes.

LIMIT = 500


def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[0] = flags[1] = 0
    p = 2
    while p * p <= n:
        if flags[p]:
            for multiple in range(p * p, n + 1, p):
                flags[multiple] = 0
        p += 1
    return [i for i, f in enumerate(flags) if f]


PRIMES = sieve(LIMIT)


def factors(n):
    result = {}
    for p in PRIMES:
        if p * p > n:
            break
        while n % p == 0:
            result[p] = result.get(p, 0) + 1
            n //= p
    if n > 1:
        result[n] = result.get(n, 0) + 1
    return result


def main():
    print(len(PRIMES), PRIMES[:10], PRIMES[-3:])
    print([(p, q) for p, q in zip(PRIMES, PRIMES[1:]) if q - p == 2][:6])
    for n in (1, 2, 97, 360, 1001, 65536, 123456, 249001):
        print(n, " * ".join(f"{p}^{k}" if k > 1 else str(p) for p, k in factors(n).items()))
    print(sum(PRIMES), len(sieve(2000)), sieve(1), sieve(2))


if __name__ == "__main__":
    main()
