# Mapping patterns: required keys, values, rest, nesting.


def handle(event):
    match event:
        case {"type": "key", "code": int() as code}:
            return f"key {code}"
        case {"type": "move", "to": [x, y], **rest}:
            return f"move {x} {y} {sorted(rest)}"
        case {"type": "nested", "data": {"id": ident}}:
            return f"nested {ident}"
        case {"type": kind, "level": 1 | 2}:
            return f"{kind} low"
        case {"type": _}:
            return "unknown type"
        case {1: "one", **others}:
            return f"number {others}"
        case {}:
            return "some mapping"
        case _:
            return "not a mapping"


def main():
    events = [
        {"type": "key", "code": 65},
        {"type": "key", "code": "A"},
        {"type": "move", "to": (3, 4), "fast": True, "by": 2},
        {"type": "nested", "data": {"id": 7, "more": 8}},
        {"type": "alarm", "level": 2},
        {"type": "alarm", "level": 3},
        {1: "one", 2: "two"},
        {},
        {"other": 0},
        ["type", "key"],
        None,
    ]
    for e in events:
        print(handle(e))


if __name__ == "__main__":
    main()
