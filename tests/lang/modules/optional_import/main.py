# try/except ImportError around imports, with a fallback; names chosen at import.

try:
    import fast_codec as codec
except ImportError:
    import slow_codec as codec

try:
    from slow_codec import turbo
except ImportError:
    turbo = None

try:
    import slow_codec as second
except ImportError:
    second = None
else:
    second.USES += 1

if turbo is None:
    MODE = "plain"
else:
    MODE = "turbo"


def main():
    print(codec.__name__, codec.encode("abc"), MODE, turbo)
    print(second is codec, codec.USES)
    try:
        import fast_codec.parts
    except ModuleNotFoundError as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    main()
