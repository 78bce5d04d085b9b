# Two modules that import each other, used after both are complete.

import even
import odd


def main():
    print(even.is_even(10), odd.is_odd(10), even.is_even(7), odd.is_odd(7))
    print(even.odd is odd, odd.even is even)
    print(odd.SEEN_AT_IMPORT, even.COMPLETE)


if __name__ == "__main__":
    main()
