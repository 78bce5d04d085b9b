# Infinity, not-a-number and signed zero.

INF = float("inf")
NAN = float("nan")


def main():
    print(INF, -INF, NAN, INF + 1, INF - INF, INF * 0, -INF * 2)
    print(INF > 10**100, -INF < -(10**100), INF == INF, INF == -INF)
    print(NAN == NAN, NAN != NAN, NAN < 1, NAN > 1, NAN <= NAN)
    print(0.0 == -0.0, str(-0.0), repr(0.0), -0.0 + 0.0, 0.0 * -1)
    print(1 / INF, -1 / INF, INF // 1, 5 % INF, -5 % INF)
    print(bool(NAN), bool(INF), bool(0.0), bool(-0.0))
    print(max(1.0, INF), min(1.0, -INF), sorted([3.0, -INF, 0.5, INF]))
    items = [NAN]
    print(NAN in items, items == [NAN], items.count(NAN), 1.0 in [1])
    print(abs(-INF), -NAN != -NAN, INF - 1 == INF)
    print({1.0: "a"}[1], {2: "b"}[2.0], 1.0 in {1, 2}, 0.5 in {1, 2})


if __name__ == "__main__":
    main()
