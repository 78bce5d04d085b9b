# bytearray: mutation by index and slice, append, extend, insert, pop, remove, del.


def main():
    a = bytearray(b"hello")
    print(a, len(a), a[0], a[-1], bytearray(3), bytearray([1, 2]), bytearray())
    a[0] = 72
    a[1:3] = b"EEE"
    print(a)
    a.append(33)
    a.extend(b"??")
    a.extend([65, 66])
    a += b"end"
    print(a)
    a.insert(0, 0x2A)
    print(a.pop(), a.pop(0), a)
    a.remove(ord("E"))
    del a[0]
    del a[-2:]
    print(a)
    a.reverse()
    print(a, a.find(b"o"), a.count(b"E"), a.upper())
    b = a
    b[0:1] = b""
    print(a, a is b, a == bytes(b), bytearray(b"x") == b"x")
    c = a[:]
    c.clear()
    print(a, c, bool(c), a.copy() == a)
    a[::2] = b"." * len(a[::2])
    print(a, a * 2, a + b"z", b"z" + a)
    print([x for x in a], bytes(a), 46 in a, b"." in a)
    print(bytearray(b"a,b").split(b","), bytearray(b" x ").strip())


if __name__ == "__main__":
    main()
