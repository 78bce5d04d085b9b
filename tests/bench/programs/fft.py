# Fast Fourier transform, iterative, radix 2, over two lists of floats; forwards and back again.
N = 64
ROUNDS = 8


def roots(n):
    # Cosine and sine of 2 pi k / n for all k, by halving a known angle: no library needed.
    cos, sin = -1.0, 0.0
    steps = 2
    while steps < n:
        half = ((1.0 + cos) / 2.0) ** 0.5
        sin = ((1.0 - cos) / 2.0) ** 0.5
        cos = half
        steps *= 2
    re = [1.0]
    im = [0.0]
    for k in range(1, n):
        a, b = re[k - 1], im[k - 1]
        re.append(a * cos - b * sin)
        im.append(a * sin + b * cos)
    return re, im


def reverse_bits(re, im):
    n = len(re)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            re[i], re[j] = re[j], re[i]
            im[i], im[j] = im[j], im[i]


def transform(re, im, table, sign):
    n = len(re)
    cosines, sines = table
    reverse_bits(re, im)
    size = 2
    while size <= n:
        half = size // 2
        step = n // size
        for start in range(0, n, size):
            for k in range(half):
                c = cosines[k * step]
                s = sign * sines[k * step]
                i = start + k
                j = i + half
                tr = re[j] * c - im[j] * s
                ti = re[j] * s + im[j] * c
                re[j] = re[i] - tr
                im[j] = im[i] - ti
                re[i] += tr
                im[i] += ti
        size *= 2


def run(n, rounds):
    table = roots(n)
    re = [(k * 37 % 101) / 16.0 for k in range(n)]
    im = [0.0] * n
    for _ in range(rounds):
        transform(re, im, table, 1.0)
        peak = max(re)
        transform(re, im, table, -1.0)
        for k in range(n):
            re[k] /= n
            im[k] /= n
    error = max(abs(re[k] - (k * 37 % 101) / 16.0) for k in range(n))
    return round(peak, 4), error < 0.001


print("fft", N, run(N, ROUNDS))
