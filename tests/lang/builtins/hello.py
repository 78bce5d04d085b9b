# The smallest program.


def main():
    print("hello")
    print("hello", "world")
    print(42)
    print()


if __name__ == "__main__":
    main()
