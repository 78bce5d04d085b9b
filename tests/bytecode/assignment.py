def targets(a, b, xs):
    a, b = b, a
    first, *middle, last = xs
    xs[0] = xs[1:2] = a
    xs[a] += b
    xs.total -= 1
    (n := len(xs))
    del xs[0], xs.total
    return first, middle, last, n
