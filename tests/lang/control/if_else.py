# if, elif, else, nested conditions, conditional expressions, chained comparisons.


def grade(score):
    if score >= 90:
        return "A"
    elif score >= 80:
        return "B"
    elif score >= 70:
        return "C"
    else:
        return "F"


def classify(x):
    if isinstance(x, bool):
        kind = "bool"
    elif isinstance(x, int):
        if x < 0:
            kind = "negative"
        elif x == 0:
            kind = "zero"
        else:
            kind = "positive"
    elif x:
        kind = "truthy"
    else:
        kind = "falsy"
    return kind


calls = []


def mid(x):
    calls.append(x)
    return x


def main():
    print([grade(s) for s in (95, 85, 75, 10)])
    print([classify(x) for x in (True, 5, -5, 0, "a", "", None, [0], 0.0)])
    print("yes" if 1 else "no", "yes" if [] else "no", 1 if 0 else 2 if 0 else 3)
    x = 5
    print(1 < x < 10, 1 < x < 3, 10 > x > 3 > 1, 1 < x == 5, x in [5] == True, 1 == 1.0 is not None)
    calls.clear()
    print(1 < mid(5) < 10, calls, 1 > mid(7) > mid(9), calls)
    if x > 3 and x < 10 or x == 100:
        print("in")
    if not (x == 1 or x == 2):
        print("not 1 or 2")
    if x: print("one line")
    if (y := x * 2) > 9: print(y)
    print(not x == 5, not not x, (x or 1 / 0), (0 and 1 / 0))


if __name__ == "__main__":
    main()
