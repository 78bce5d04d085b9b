# Wrapping and justifying text, with word statistics.

TEXT = """Frozen programs start at once: every table that a module computes is ready in flash, \
and the first instruction of the device is already the program's own. Supercalifragilistic words too."""


def wrap(text, width):
    lines = []
    line = ""
    for word in text.split():
        while len(word) > width:
            if line:
                lines.append(line)
                line = ""
            lines.append(word[:width - 1] + "-")
            word = word[width - 1:]
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= width:
            line += " " + word
        else:
            lines.append(line)
            line = word
    if line:
        lines.append(line)
    return lines


def justify(line, width):
    words = line.split()
    if len(words) < 2:
        return line
    gaps = len(words) - 1
    spaces = width - sum(map(len, words))
    base, extra = divmod(spaces, gaps)
    out = words[0]
    for i, w in enumerate(words[1:]):
        out += " " * (base + (i < extra)) + w
    return out


def main():
    for width in (40, 12):
        lines = wrap(TEXT, width)
        for i, line in enumerate(lines):
            print("|" + (justify(line, width) if i < len(lines) - 1 else line).ljust(width) + "|")
    counts = {}
    for word in TEXT.lower().replace(":", "").replace(".", "").replace(",", "").split():
        counts[word] = counts.get(word, 0) + 1
    print([kv for kv in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])) if kv[1] > 1])
    print(wrap("", 10), wrap("   ", 10), wrap("one", 3))


if __name__ == "__main__":
    main()
