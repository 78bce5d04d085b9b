# Insertion order through growth, deletion and reinsertion; many keys.


def main():
    d = {}
    for i in range(200):
        d[i * 7 % 200] = i
    print(len(d), list(d)[:8], list(d)[-3:])
    for i in range(0, 200, 2):
        del d[i]
    print(len(d), list(d)[:8], 1 in d, 2 in d)
    for i in range(10):
        d[i] = "again"
    print(len(d), list(d)[-5:], d[1], d[3])
    s = {}
    for i in range(100):
        s["key" + str(i)] = i
    print(len(s), s["key0"], s["key57"], s["key99"], "key100" in s)
    total = 0
    for key in s:
        total += s[key]
    print(total)
    n = 0
    while s:
        key, value = s.popitem()
        n += value
    print(n, s)
    m = {1: "a", 1.0: "b", True: "c"}
    print(m, len(m))
    churn = {}
    for i in range(1000):
        churn[i] = i
        if i >= 5:
            del churn[i - 5]
    print(churn)
    neg = {-1: "m1", -2: "m2", 0: "z", 10**20: "big", "": "empty"}
    print(neg[-1], neg[-2], neg[0], neg[10**20], neg[""])


if __name__ == "__main__":
    main()
