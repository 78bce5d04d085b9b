# Instances made at build time, with nested structure, mutated on the device.


class Node:
    def __init__(self, name, *children):
        self.name = name
        self.children = list(children)
        self.visits = 0

    def walk(self):
        self.visits += 1
        yield self.name
        for child in self.children:
            yield from child.walk()


leaf = Node("leaf")
TREE = Node("root", Node("left", leaf), Node("right", leaf))
names = list(TREE.walk())
print("built", names, leaf.visits)
leaf.children.append(Node("new"))
leaf.extra = "attribute added later"
print(list(TREE.walk()), leaf.visits, TREE.children[0].children[0] is leaf, leaf.extra)
TREE.children.reverse()
print(list(TREE.walk())[1], [n.visits for n in TREE.children])
