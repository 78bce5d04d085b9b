# Building text piece by piece: loops, lists of parts, character counts.


def caesar(text, shift):
    out = ""
    for ch in text:
        if ch.isalpha():
            base = ord("A") if ch.isupper() else ord("a")
            ch = chr(base + (ord(ch) - base + shift) % 26)
        out += ch
    return out


def table(rows):
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        lines.append(" | ".join(str(cell).ljust(w) for cell, w in zip(row, widths)).rstrip())
    return "\n".join(lines)


def count_letters(text):
    counts = {}
    for ch in text.lower():
        if ch.isalpha():
            counts[ch] = counts.get(ch, 0) + 1
    return counts


def main():
    print(caesar("Attack at Dawn!", 3), caesar(caesar("Attack at Dawn!", 3), -3))
    print(table([("name", "n"), ("alpha", 1), ("be", 22), ("gamma ray", 333)]))
    counts = count_letters("The quick brown fox jumps over the lazy dog")
    print(len(counts), counts["o"], counts["e"], sorted(counts)[:5])
    s = ""
    for i in range(10):
        s = s + str(i) if i % 2 else str(i) + s
    print(s)
    big = "x" * 1000
    print(len(big + big), (big + "y").index("y"), len(big * 3))


if __name__ == "__main__":
    main()
