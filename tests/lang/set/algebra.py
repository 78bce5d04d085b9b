# Union, intersection, difference, symmetric difference, subset tests, in-place forms.

EVENS = set(range(0, 12, 2))
THREES = set(range(0, 12, 3))


def main():
    print(sorted(EVENS | THREES), sorted(EVENS & THREES), sorted(EVENS - THREES), sorted(EVENS ^ THREES))
    print(sorted(EVENS.union([1], (3,))), sorted(EVENS.intersection(range(5))), sorted(EVENS.difference([0, 2])))
    print(sorted(EVENS.symmetric_difference({0, 1})), sorted(EVENS.intersection(THREES, [6])))
    print({1, 2} <= {1, 2, 3}, {1, 2} < {1, 2}, {1, 2, 3} >= {3}, {1} > {2}, {1} < {1, 2}, set() <= {1})
    print({1}.issubset([1, 2]), {1, 2}.issuperset([1]), {1, 2}.isdisjoint([3]), {1}.isdisjoint({1}))
    s = {1, 2, 3}
    t = s
    s |= {4}
    s &= {2, 3, 4, 5}
    s -= {3}
    s ^= {4, 9}
    print(sorted(s), s is t)
    s.intersection_update([2])
    s.difference_update([7])
    s.symmetric_difference_update([2, 8])
    print(sorted(s))
    try:
        s | [1]
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        s - "a"
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        s < [1]
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
