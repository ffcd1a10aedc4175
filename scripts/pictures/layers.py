"""Lays a graph out in layers (Sugiyama, Tagawa and Toda, 1981): each is ordered to lessen crossings, then placed."""
from __future__ import annotations

import dataclasses

ROUNDS = 24
STRAIGHTENINGS = 4
GAPS = {"bend": 4, "label": 5, "port": 5}  # what a node keeps free on either side, boxes and the like 7


@dataclasses.dataclass(eq=False)
class Node:
    """A thing that has a place in one layer: a box, a label, a port in the frame, or a bend of a line on its way."""

    kind: str
    w: float
    h: float
    layer: int
    line: float = 0  # where a line passes through it, from its middle
    item: object = None
    x: float = 0  # its middle
    top: float = 0
    bottom: float = 0


@dataclasses.dataclass(eq=False)
class Link:
    """Joins two nodes in neighbouring layers; `up` and `low` are where it meets them, from their middles."""

    upper: Node
    lower: Node
    up: float = 0
    low: float = 0


def place(layers: list[list[Node]], links: list[Link]) -> None:
    """Orders the layers in place, and sets each node's `x`, the leftmost edge at 0."""
    above: dict[Node, list[Link]] = {node: [] for layer in layers for node in layer}
    below: dict[Node, list[Link]] = {node: [] for layer in layers for node in layer}
    for link in links:
        below[link.upper].append(link)
        above[link.lower].append(link)
    order(layers, links, above, below)
    pack(layers)
    for turn in range(ROUNDS):
        down = turn % 2 == 0
        for layer in layers if down else reversed(layers):
            settle(layer, above, below, both=turn > ROUNDS // 2, down=down)
    left = min((node.x - node.w / 2 for layer in layers for node in layer), default=0)
    for layer in layers:
        for node in layer:
            node.x -= left


def order(layers, links, above, below) -> None:
    """Barycentre sweeps, down and up; the arrangement with the fewest crossings stays."""
    best, fewest = [list(layer) for layer in layers], crossings(layers, links)
    for turn in range(ROUNDS):
        down = turn % 2 == 0
        at = positions(layers)
        for index in range(len(layers)) if down else range(len(layers) - 1, -1, -1):
            layer = layers[index]
            if down:
                near = {node: [at[link.upper] + link.up / link.upper.w for link in above[node]] for node in layer}
            else:
                near = {node: [at[link.lower] + link.low / link.lower.w for link in below[node]] for node in layer}
            wish = {node: sum(near[node]) / len(near[node]) if near[node] else at[node] for node in layer}
            layer.sort(key=lambda node: (node.kind != "title", wish[node], at[node]))
            at.update((node, place) for place, node in enumerate(layer))
        count = crossings(layers, links)
        if count < fewest:
            best, fewest = [list(layer) for layer in layers], count
    for layer, kept in zip(layers, best):
        layer[:] = kept


def positions(layers) -> dict[Node, int]:
    return {node: place for layer in layers for place, node in enumerate(layer)}


def crossings(layers, links) -> int:
    at = positions(layers)
    ends: dict[int, list] = {}
    for link in links:
        pair = (at[link.upper] + link.up / link.upper.w, at[link.lower] + link.low / link.lower.w)
        ends.setdefault(link.upper.layer, []).append(pair)
    pairs = [(a, b) for group in ends.values() for index, a in enumerate(group) for b in group[:index]]
    return sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in pairs)


def pack(layers: list[list[Node]]) -> None:
    for layer in layers:
        x = 0.0
        for node in layer:
            node.x = x + node.w / 2
            x += node.w + 10


def settle(layer: list[Node], above, below, both: bool, down: bool) -> None:
    """Moves a layer's nodes as near as their order and widths allow to what they are joined to."""
    wishes, weights = [], []
    for node in layer:
        wish, weight = 0.0, 0.001
        for link in above[node] if both or down else []:
            pull = strength(link)
            wish, weight = wish + pull * (link.upper.x + link.up - link.low), weight + pull
        for link in below[node] if both or not down else []:
            pull = strength(link)
            wish, weight = wish + pull * (link.lower.x + link.low - link.up), weight + pull
        wishes.append((wish + 0.001 * node.x) / weight)
        weights.append(weight)
    gaps = [apart(a, b) for a, b in zip(layer, layer[1:])]
    for node, x in zip(layer, spread(wishes, weights, gaps)):
        node.x = x


def apart(a: Node, b: Node) -> float:
    """How far the middles of two neighbours must be from each other."""
    return (a.w + b.w) / 2 + GAPS.get(a.kind, 7) + GAPS.get(b.kind, 7)


def strength(link: Link) -> float:
    """Long lines are to be straight: what joins two bends pulls most."""
    return {0: 1.0, 1: 2.0, 2: 6.0}[sum(node.kind in ("bend", "label") for node in (link.upper, link.lower))]


def spread(wishes: list[float], weights: list[float], gaps: list[float]) -> list[float]:
    """The places nearest to the wished ones (least squares) that keep order and gaps: pooled adjacent violators."""
    shifts = [0.0]
    for gap in gaps:
        shifts.append(shifts[-1] + gap)
    pools: list[list[float]] = []  # mean, weight, count
    for wish, weight, shift in zip(wishes, weights, shifts):
        pools.append([wish - shift, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, heavy, count = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + mean * heavy) / (last[1] + heavy)
            last[1] += heavy
            last[2] += count
    places = [mean for mean, _, count in pools for _ in range(int(count))]
    return [place + shift for place, shift in zip(places, shifts)]


def straighten(layers: list[list[Node]], ways: list[list[Link]]) -> None:
    """Puts the bends and labels of each line above each other as far as their neighbours leave room."""
    for _ in range(STRAIGHTENINGS):
        for links in ways:
            middle = [a for a in nodes(links) if a.kind in ("bend", "label")]
            ends = [(link.upper.x + link.up, link.lower.x + link.low) for link in (links[0], links[-1])]
            aims = [end for pair in ends for end in pair]
            while middle:
                low, high, run = float("-inf"), float("inf"), []
                for node in middle:
                    left, right = room(layers[node.layer], node)
                    if max(low, left) > min(high, right):
                        break
                    low, high = max(low, left), min(high, right)
                    run.append(node)
                if not run:
                    middle.pop(0)
                    continue
                now = sorted(node.x + node.line for node in run)[len(run) // 2]
                aim = min(aims, key=lambda x: (abs(min(max(x, low), high) - x), abs(x - now)))
                for node in run:
                    node.x = min(max(aim, low), high) - node.line
                middle = middle[len(run) :]


def nodes(links: list[Link]) -> list[Node]:
    found: list[Node] = []
    for link in links:
        found += [node for node in (link.upper, link.lower) if node not in found]
    return sorted(found, key=lambda node: node.layer)


def room(layer: list[Node], node: Node) -> tuple[float, float]:
    """The places of a node's line between its neighbours."""
    at = layer.index(node)
    left, right = layer[at - 1] if at else None, layer[at + 1] if at + 1 < len(layer) else None
    return (
        left.x + apart(left, node) + node.line if left else float("-inf"),
        right.x - apart(node, right) + node.line if right else float("inf"),
    )
