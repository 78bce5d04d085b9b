# Huffman codes: tree from counts, table, packing and unpacking of bits.

SAMPLE = "this is an example of a huffman tree"


class Leaf:
    def __init__(self, weight, char):
        self.weight, self.char = weight, char

    def codes(self, prefix, table):
        table[self.char] = prefix or "0"


class Node:
    def __init__(self, left, right):
        self.weight = left.weight + right.weight
        self.left, self.right = left, right

    def codes(self, prefix, table):
        self.left.codes(prefix + "0", table)
        self.right.codes(prefix + "1", table)


def build(text):
    counts = {}
    for ch in text:
        counts[ch] = counts.get(ch, 0) + 1
    queue = [Leaf(w, ch) for ch, w in sorted(counts.items())]
    while len(queue) > 1:
        queue.sort(key=lambda n: n.weight)
        a, b, *queue = queue
        queue.append(Node(a, b))
    return queue[0]


def decode(tree, bits):
    if isinstance(tree, Leaf):
        return tree.char * len(bits)
    out, node = [], tree
    for bit in bits:
        node = node.right if bit == "1" else node.left
        if isinstance(node, Leaf):
            out.append(node.char)
            node = tree
    return "".join(out)


def pack(bits):
    padded = bits + "0" * (-len(bits) % 8)
    return bytes(int(padded[i:i + 8], 2) for i in range(0, len(padded), 8))


TREE = build(SAMPLE)


def main():
    table = {}
    TREE.codes("", table)
    for ch in sorted(table, key=lambda c: (len(table[c]), table[c])):
        print(repr(ch), table[ch])
    bits = "".join(table[c] for c in SAMPLE)
    print(len(bits), TREE.weight, pack(bits).hex(), decode(TREE, bits) == SAMPLE)
    one = build("aaaa")
    small = {}
    one.codes("", small)
    print(small, decode(one, "0000"))


if __name__ == "__main__":
    main()
