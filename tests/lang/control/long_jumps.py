# Branches and loops whose bodies are long, so that jumps are far.


def select(n):
    result = []
    if n == 0:
        result.append(n * 0 + 0); result.append(str(n) + "-0"); result += [len(result), n - 0]
    elif n == 1:
        result.append(n * 1 + 3); result.append(str(n) + "-1"); result += [len(result), n - 1]
    elif n == 2:
        result.append(n * 2 + 6); result.append(str(n) + "-2"); result += [len(result), n - 2]
    elif n == 3:
        result.append(n * 3 + 9); result.append(str(n) + "-3"); result += [len(result), n - 3]
    elif n == 4:
        result.append(n * 4 + 12); result.append(str(n) + "-4"); result += [len(result), n - 4]
    elif n == 5:
        result.append(n * 5 + 15); result.append(str(n) + "-5"); result += [len(result), n - 5]
    elif n == 6:
        result.append(n * 6 + 18); result.append(str(n) + "-6"); result += [len(result), n - 6]
    elif n == 7:
        result.append(n * 7 + 21); result.append(str(n) + "-7"); result += [len(result), n - 7]
    elif n == 8:
        result.append(n * 8 + 24); result.append(str(n) + "-8"); result += [len(result), n - 8]
    elif n == 9:
        result.append(n * 9 + 27); result.append(str(n) + "-9"); result += [len(result), n - 9]
    elif n == 10:
        result.append(n * 10 + 30); result.append(str(n) + "-10"); result += [len(result), n - 10]
    elif n == 11:
        result.append(n * 11 + 33); result.append(str(n) + "-11"); result += [len(result), n - 11]
    elif n == 12:
        result.append(n * 12 + 36); result.append(str(n) + "-12"); result += [len(result), n - 12]
    elif n == 13:
        result.append(n * 13 + 39); result.append(str(n) + "-13"); result += [len(result), n - 13]
    elif n == 14:
        result.append(n * 14 + 42); result.append(str(n) + "-14"); result += [len(result), n - 14]
    elif n == 15:
        result.append(n * 15 + 45); result.append(str(n) + "-15"); result += [len(result), n - 15]
    elif n == 16:
        result.append(n * 16 + 48); result.append(str(n) + "-16"); result += [len(result), n - 16]
    elif n == 17:
        result.append(n * 17 + 51); result.append(str(n) + "-17"); result += [len(result), n - 17]
    elif n == 18:
        result.append(n * 18 + 54); result.append(str(n) + "-18"); result += [len(result), n - 18]
    elif n == 19:
        result.append(n * 19 + 57); result.append(str(n) + "-19"); result += [len(result), n - 19]
    elif n == 20:
        result.append(n * 20 + 60); result.append(str(n) + "-20"); result += [len(result), n - 20]
    elif n == 21:
        result.append(n * 21 + 63); result.append(str(n) + "-21"); result += [len(result), n - 21]
    elif n == 22:
        result.append(n * 22 + 66); result.append(str(n) + "-22"); result += [len(result), n - 22]
    elif n == 23:
        result.append(n * 23 + 69); result.append(str(n) + "-23"); result += [len(result), n - 23]
    else:
        return None
    return result


def long_body(n):
    a, b, c, log = 0, 1, 2, []
    for i in range(n):
        a = (a * 3 + b) % 1009; b = (b + c * 1) % 997; c = c + a - b if a > b else c - a + b + 0
        a = (a * 4 + b) % 1009; b = (b + c * 2) % 997; c = c + a - b if a > b else c - a + b + 1
        a = (a * 5 + b) % 1009; b = (b + c * 3) % 997; c = c + a - b if a > b else c - a + b + 2
        a = (a * 6 + b) % 1009; b = (b + c * 4) % 997; c = c + a - b if a > b else c - a + b + 3
        a = (a * 7 + b) % 1009; b = (b + c * 5) % 997; c = c + a - b if a > b else c - a + b + 4
        a = (a * 8 + b) % 1009; b = (b + c * 6) % 997; c = c + a - b if a > b else c - a + b + 5
        a = (a * 9 + b) % 1009; b = (b + c * 7) % 997; c = c + a - b if a > b else c - a + b + 6
        a = (a * 10 + b) % 1009; b = (b + c * 8) % 997; c = c + a - b if a > b else c - a + b + 7
        a = (a * 11 + b) % 1009; b = (b + c * 9) % 997; c = c + a - b if a > b else c - a + b + 8
        a = (a * 12 + b) % 1009; b = (b + c * 10) % 997; c = c + a - b if a > b else c - a + b + 9
        a = (a * 13 + b) % 1009; b = (b + c * 11) % 997; c = c + a - b if a > b else c - a + b + 10
        a = (a * 14 + b) % 1009; b = (b + c * 12) % 997; c = c + a - b if a > b else c - a + b + 11
        a = (a * 15 + b) % 1009; b = (b + c * 13) % 997; c = c + a - b if a > b else c - a + b + 12
        a = (a * 16 + b) % 1009; b = (b + c * 14) % 997; c = c + a - b if a > b else c - a + b + 13
        if i % 3 == 0:
            continue
        log.append((a, b, c))
        if c > 10**9:
            break
    else:
        log.append("else")
    return log


def main():
    for n in (0, 5, 23, 24, -1):
        print(n, select(n))
    for row in long_body(6):
        print(row)
    print(long_body(0))


if __name__ == "__main__":
    main()
