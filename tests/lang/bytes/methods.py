# Searching, splitting, stripping, case and joining of bytes.

LINE = b"GET /index.html HTTP/1.1\r\n"


def main():
    print(LINE.split(), LINE.strip(), LINE.rstrip(b"\r\n"), LINE.split(b"/"))
    print(LINE.find(b"HTTP"), LINE.find(b"zzz"), LINE.index(b"/"), LINE.rfind(b"/"), LINE.count(b"T"), LINE.find(71))
    print(LINE.startswith(b"GET"), LINE.endswith(b"\r\n"), LINE.startswith((b"PUT", b"GET")))
    print(b",".join([b"a", b"b", b"c"]), b"".join([]), b"-".join((b"x", bytearray(b"y"))))
    print(b"abcabc".replace(b"b", b"XX"), b"abcabc".replace(b"b", b"", 1))
    print(b"MiXed".upper(), b"MiXed".lower(), b"word".capitalize(), b"a1".isalnum(), b"12".isdigit(), b" ".isspace())
    print(b"k=v".partition(b"="), b"k".partition(b"="), b"a=b=c".rpartition(b"="))
    print(b"ab".ljust(4, b"."), b"ab".rjust(4), b"ab".center(6, b"*"), b"7".zfill(3))
    print(b"a\nb\r\nc".splitlines(), b"  x ".lstrip(), b"prefix-x".removeprefix(b"prefix-"))
    print(b"a,b,c".rsplit(b",", 1), b"a,b,c".split(b",", 1))


if __name__ == "__main__":
    main()
