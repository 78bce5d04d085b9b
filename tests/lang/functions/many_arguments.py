# Calls with forty arguments: positional, keyword, mixed and through stars.


def wide(
    p0, p1, p2, p3, p4, p5, p6, p7, p8, p9,
    p10, p11, p12, p13, p14, p15, p16, p17, p18, p19,
    p20, p21, p22, p23, p24, p25, p26, p27, p28, p29,
    p30, p31, p32, p33, p34, p35, p36, p37, p38, p39,
):
    return p0, p9, p10, p31, p39, p0 + p1 + p38 + p39


def defaults(d0=0, d1=1, d2=2, d3=3, d4=4, d5=5, d6=6, d7=7, d8=8, d9=9, d10=10, d11=11, d12=12, d13=13, d14=14, d15=15, d16=16, d17=17, d18=18, d19=19):
    return [d0, d5, d10, d19], sum((d1, d2, d3, d18))


def main():
    print(wide(
        0, 1, 4, 9, 16, 25, 36, 49, 64, 81,
        100, 121, 144, 169, 196, 225, 256, 289, 324, 361,
        400, 441, 484, 529, 576, 625, 676, 729, 784, 841,
        900, 961, 1024, 1089, 1156, 1225, 1296, 1369, 1444, 1521,
    ))
    print(wide(
        p39=39, p38=38, p37=37, p36=36, p35=35, p34=34, p33=33, p32=32, p31=31, p30=30,
        p29=29, p28=28, p27=27, p26=26, p25=25, p24=24, p23=23, p22=22, p21=21, p20=20,
        p19=19, p18=18, p17=17, p16=16, p15=15, p14=14, p13=13, p12=12, p11=11, p10=10,
        p9=9, p8=8, p7=7, p6=6, p5=5, p4=4, p3=3, p2=2, p1=1, p0=0,
    ))
    print(wide(*range(30), **{"p" + str(i): -i for i in range(30, 40)}))
    print(defaults(), defaults(7, d19=100), defaults(*range(50, 70)))
    print(max(0, 37, 74, 10, 47, 84, 20, 57, 94, 30, 67, 3, 40, 77, 13, 50, 87, 23, 60, 97, 33, 70, 6, 43, 80, 16, 53, 90, 26, 63))
    try:
        wide(*range(41))
    except TypeError as e:
        print(type(e).__name__, e)
    try:
        wide(*range(37))
    except TypeError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
