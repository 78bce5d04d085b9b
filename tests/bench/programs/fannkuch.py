# Pancake flips: over all orders of N pancakes, how often must the top be flipped until pancake 0 lies on top.
N = 7


def flips(order, work):
    work[:] = order
    count = 0
    top = work[0]
    while top:
        low = 0
        high = top
        while low < high:
            work[low], work[high] = work[high], work[low]
            low += 1
            high -= 1
        count += 1
        top = work[0]
    return count


def rotate(order, length):
    # The first `length` move one place to the left.
    first = order[0]
    for i in range(length - 1):
        order[i] = order[i + 1]
    order[length - 1] = first


def run(n):
    order = list(range(n))
    work = order[:]
    turns = [0] * n
    most = 0
    check = 0
    even = True
    while True:
        count = flips(order, work)
        if count > most:
            most = count
        check += count if even else -count
        even = not even
        # The next order: a counter whose digit i runs to i, each step of it a rotation.
        length = 2
        while length <= n:
            rotate(order, length)
            turns[length - 1] += 1
            if turns[length - 1] < length:
                break
            turns[length - 1] = 0
            length += 1
        if length > n:
            return most, check


print("fannkuch", N, run(N))
