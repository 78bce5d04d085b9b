"""Entry point: run the node against a base station over a link that loses and damages bytes."""

from link import BaseStation, LossyLink
from node import Node
from sensors import STATION
from textcode import encode

ROUNDS = 26


def run():
    link = LossyLink(drop_every=11, flip_every=7)
    base = BaseStation()
    node = Node(STATION, link)
    for tick in range(ROUNDS):
        node.step(tick)
        for record in base.receive(link.take()):
            print(f"base  {encode(record)}")
    return node, link, base


def report(node, link, base):
    print(f"node  state={node.state} sent={node.sent} faults={node.faults} dropped={node.backlog.dropped}")
    print(f"link  bytes={link.carried} lost={link.lost} damaged={link.damaged}")
    print(f"base  good={base.good} bad={base.bad} yield={100 * base.good / max(1, base.good + base.bad):.1f}%")
    for name, low, mean, high in base.summary():
        print(f"      {name:<6}{low:>9.2f}{mean:>9.2f}{high:>9.2f}")
    print("trace", " > ".join(node.trace))


def main():
    report(*run())


if __name__ == "__main__":
    main()
