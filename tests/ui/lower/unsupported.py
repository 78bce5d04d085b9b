# Parts of the language that are read and cannot be compiled yet: each one is named.
class Meta(type):
    pass


class Point(metaclass=Meta):
    pass


async def wait(event):
    await event
    async with event:
        pass


try:
    print(1)
except* ValueError:
    print(2)

text = t"hello {1 + 1}"
type Number = int | float


def first[T](items: list[T]) -> T:
    return items[0]
