# Module globals as shared state: rebinding from outside, from copies, through functions.

import store
import writer
from store import count, items


def main():
    store.reset()
    print(count, items, store.count)
    store.bump()
    store.bump()
    print(count, store.count, writer.peek())
    items.append("main")
    writer.add("writer")
    print(store.items, items is store.items)
    store.count = 50
    print(writer.peek(), store.bump())
    store.items = ["replaced"]
    writer.add("late")
    print(items, store.items)
    store.extra = "new name"
    print(writer.extra(), hasattr(store, "extra"))
    del store.extra
    try:
        writer.extra()
    except AttributeError as e:
        print(type(e).__name__, e)
    original = store.describe
    store.describe = lambda: "patched"
    print(writer.describe())
    store.describe = original
    print(writer.describe(), getattr(store, "count"))
    setattr(store, "count", 7)
    print(store.bump())
    store.items = items


if __name__ == "__main__":
    main()
