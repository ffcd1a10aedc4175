"""Gives a machine's statechart its places: layers from top to bottom, each compound state a chart in its box."""
from __future__ import annotations

import collections
import dataclasses
import re

from pictures import svg
from pictures.definitions import Machine, State, Transition
from pictures.layers import Link, Node, place, spread, straighten

WIDEST = 976  # of what stands inside the margin
MARGIN = 12
PADDING = 12  # inside a compound state
TITLE = 20  # height of a compound state's first line
ROW = 13  # height of a line of small text
FILLS = (450, 500, 550, 600, 650, 700)  # how much of a layer labels may fill; the smallest picture is kept
LABEL = 100  # several labels share a line up to this width


@dataclasses.dataclass(eq=False)
class Piece:
    """The part of a transition's line that lies in one compound state; `way` holds its nodes from source to target."""

    transition: Transition | None  # None: from the dot to the initial state
    way: list[Node]
    part: int  # 0 leads out of the state, 1 is the middle, 2 leads in
    points: list[tuple[float, float]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(eq=False)
class Frame:
    """A laid-out compound state; places are relative to its corner."""

    w: float = 0
    h: float = 0
    nodes: list[Node] = dataclasses.field(default_factory=list)
    pieces: list[Piece] = dataclasses.field(default_factory=list)
    ports: dict[Transition, float] = dataclasses.field(default_factory=dict)
    places: dict[State, tuple[float, float]] = dataclasses.field(default_factory=dict)


class Arrangement:
    """A machine with a place for each state, label and line."""

    def __init__(self, machine: Machine, fill: float):
        self.machine = machine
        self.fill = fill
        self.loops = [each for each in machine.transitions if each.source is each.target]
        self.transitions = [each for each in machine.transitions if each.source is not each.target]
        self.ranks: dict[State, int] = {}
        self.frames: dict[State, Frame] = {}
        for state in machine.root.everything():
            if state.kind == "compound":
                self.rank(state)
        self.arrange(machine.root)

    @staticmethod
    def smallest(machine: Machine) -> Arrangement:
        """The smallest of several arrangements, one that fits the page if there is one."""
        return min((Arrangement(machine, fill) for fill in FILLS), key=Arrangement.cost)

    def cost(self) -> tuple[bool, float]:
        root = self.frames[self.machine.root]
        return root.w > WIDEST, root.w * root.h

    # Layers

    def rank(self, state: State) -> None:
        """Puts each child below those that are declared before it and joined to it.

        A definition tells a machine's life from the start, so that most lines lead down in the order of declaration;
        in breadth-first order more of them lead up.
        """
        joined = {(inside(state, each.source), inside(state, each.target)) for each in self.transitions}
        for index, child in enumerate(state.children):
            before = [each for each in state.children[:index] if {(each, child), (child, each)} & joined]
            self.ranks[child] = max((self.ranks[each] + 1 for each in before), default=0)

    def goes_down(self, transition: Transition) -> bool:
        around = next(each for each in transition.source.ancestry() if each in transition.target.ancestry())
        a, b = inside(around, transition.source), inside(around, transition.target)
        return not (a and b) or self.ranks[a] < self.ranks[b]

    # Places

    def arrange(self, state: State) -> None:
        for child in state.children:
            if child.children:
                self.arrange(child)
        self.frames[state] = self.shelves(state) if state.kind == "parallel" else self.layered(state)

    def shelves(self, state: State) -> Frame:
        """Regions side by side, in as many rows as it takes."""
        for each in self.transitions:
            if inside(state, each.source) is not inside(state, each.target):
                names = f"{each.source.name} to {each.target.name}"
                raise ValueError(f"{names}: a line across the edge of a region of {state.name} cannot be drawn")
        rows: list[list[State]] = [[]]
        for region in state.children:
            taken = sum(self.frames[each].w + PADDING for each in rows[-1]) + PADDING
            if rows[-1] and taken + self.frames[region].w + PADDING > WIDEST:
                rows.append([])
            rows[-1].append(region)
        frame, y = Frame(), TITLE + 8.0
        frame.w = max(sum(self.frames[each].w + PADDING for each in row) + PADDING for row in rows)
        for row in rows:
            x, tall = float(PADDING), max(self.frames[each].h for each in row)
            for region in row:
                frame.places[region] = (x, y)
                self.frames[region].h = tall
                x += self.frames[region].w + PADDING
            self.frames[row[-1]].w += frame.w - x
            y += tall + PADDING
        frame.h = y
        return frame

    def layered(self, state: State) -> Frame:
        frame = Frame()
        bottom = 2 * max(self.ranks[child] for child in state.children) + 4
        boxes = {each: Node("box", *self.size(each), 2 * self.ranks[each] + 2, item=each) for each in state.children}
        size = svg.SIZE if state.parent else svg.LARGE
        title = Node("title", svg.width(state.name, size, bold=True), TITLE, 0, item=state)
        start = Node("start", 10, 10, 0)
        frame.nodes = [title, start, *boxes.values()]
        self.lead(frame, None, start, boxes[state.initial], 1)
        for each in self.transitions:
            a, b = inside(state, each.source), inside(state, each.target)
            if a and b and a is not b:
                self.lead(frame, each, boxes[a], boxes[b], 1)
            elif a and not b:
                own = each.target is state
                port = Node("port", 6, 0, bottom if own or self.goes_down(each) else 0)
                self.lead(frame, each, boxes[a], port, 1 if own else 0)
            elif b and not a:
                own = each.source is state
                port = Node("port", 6, 0, 0 if own or self.goes_down(each) else bottom)
                self.lead(frame, each, port, boxes[b], 1 if own else 2)
        self.label(frame)
        layers = [[node for node in frame.nodes if node.layer == index] for index in range(bottom + 1)]
        joins = self.joins(frame)
        place(layers, [link for links in joins.values() for link in links])
        for again in (False, True):
            if again:
                straighten(layers, list(joins.values()))
            for box in boxes.values():
                self.attach(box, joins, upper=True)
                self.attach(box, joins, upper=False)
        self.measure(frame, layers, joins)
        return frame

    def size(self, state: State) -> tuple[float, float]:
        if state.children:
            return self.frames[state].w, self.frames[state].h
        if state.kind == "history":
            return 24, 24
        lines = [svg.width(state.name, svg.SIZE, bold=True), *map(svg.width, self.notes(state))]
        leave, enter = [each.source for each in self.transitions], [each.target for each in self.transitions]
        busy = max(leave.count(state), enter.count(state))
        h = 28 + ROW * len(self.notes(state)) + (4 if state.kind == "final" else 0)
        return max(max(lines) + 20, 9 * busy + 20), h

    def notes(self, state: State) -> list[str]:
        return state.notes + [f"again: {', '.join(each.labels)}" for each in self.loops if each.source is state]

    def lead(self, frame: Frame, transition: Transition | None, source: Node, target: Node, part: int) -> None:
        """Adds the nodes between two, one in each layer."""
        step = 1 if source.layer < target.layer else -1
        way = [Node("bend", 4, 0, layer) for layer in range(source.layer + step, target.layer, step)]
        frame.nodes += way + [each for each in (source, target) if each.kind == "port"]
        frame.pieces.append(Piece(transition, [source, *way, target], part))

    def label(self, frame: Frame) -> None:
        """Gives each line its label, in the layer next to its source, or where that is full in a later one."""
        filled: dict[int, float] = collections.defaultdict(float)
        for piece in sorted(frame.pieces, key=lambda each: len(each.way)):
            lines = label_lines(piece.transition) if piece.transition and piece.part == 1 else []
            if not lines:
                continue
            w = max(map(svg.width, lines)) + 10
            free = [node for node in piece.way[1:-1] if node.layer % 2]
            node = next((each for each in free if filled[each.layer] + w < self.fill), free[0])
            node.kind, node.w, node.h, node.line, node.item = "label", w, ROW * len(lines) + 2, 4 - w / 2, lines
            filled[node.layer] += w

    def joins(self, frame: Frame) -> dict[Piece, list[Link]]:
        found = {}
        for piece in frame.pieces:
            found[piece] = []
            for a, b in zip(piece.way, piece.way[1:]):
                up, low = (a, b) if a.layer < b.layer else (b, a)
                found[piece].append(Link(up, low, self.meets(up, piece), self.meets(low, piece)))
        return found

    def meets(self, node: Node, piece: Piece) -> float:
        port = self.port(node, piece)
        return node.line if port is None else port

    def port(self, node: Node, piece: Piece) -> float | None:
        """Where a line that goes on inside a box passes through its frame, from the box's middle."""
        ports = self.frames[node.item].ports if node.kind == "box" and node.item.children else {}
        return ports[piece.transition] - node.w / 2 if piece.transition in ports else None

    def attach(self, box: Node, joins: dict[Piece, list[Link]], upper: bool) -> None:
        """Spreads the lines that meet one side of a box, each as near as can be to where it comes from."""
        ends = []
        for piece, links in joins.items():
            port = self.port(box, piece)
            for link in links:
                if upper and link.lower is box:
                    ends.append((link.upper.x + link.up - box.x if port is None else port, port is None, link))
                elif not upper and link.upper is box:
                    ends.append((link.lower.x + link.low - box.x if port is None else port, port is None, link))
        ends.sort(key=lambda end: end[0])
        last, half = len(ends) - 1, box.w / 2 - 9
        gap = min(12.0, 2 * half / max(1, last))
        wishes = [max(-half, min(half, x)) if free else x for x, free, _ in ends]
        found = spread(wishes, [1.0 if free else 1e6 for _, free, _ in ends], [gap] * last)
        for index, (x, free, link) in enumerate(ends):
            x = max(gap * index - half, min(half - gap * (last - index), found[index])) if free else x
            if upper:
                link.low = x
            else:
                link.up = x

    def measure(self, frame: Frame, layers: list[list[Node]], joins: dict[Piece, list[Link]]) -> None:
        """Gives each layer its height and each line its points."""
        shift = collections.defaultdict(float)
        for link in (link for links in joins.values() for link in links):
            across = abs(link.upper.x + link.up - link.lower.x - link.low)
            shift[link.upper.layer] = max(shift[link.upper.layer], across)
        y, tops, bottoms = 0.0, [], []
        for index, layer in enumerate(layers):
            tall = max((node.h for node in layer), default=0)
            tops.append(y)
            bottoms.append(y + tall)
            for node in layer:
                node.x += PADDING
                slack = (tall - node.h) / 2 if node.kind == "box" else 0
                node.top, node.bottom = y + slack, y + slack + node.h
                if node.kind == "port":
                    node.top = node.bottom = y
            y += tall + (6 + min(24, shift[index] / 9) if index < len(layers) - 1 else 0)
        frame.w = max(node.x + node.w / 2 for layer in layers for node in layer) + PADDING
        frame.h = y if layers[-1] else y + PADDING / 2
        for node in frame.nodes:
            if node.kind == "box":
                frame.places[node.item] = (node.x - node.w / 2, node.top)
        for piece, links in joins.items():
            piece.points = points(piece, links, tops, bottoms)
            for node, point in ((piece.way[0], piece.points[0]), (piece.way[-1], piece.points[-1])):
                if node.kind == "port":
                    frame.ports[piece.transition] = point[0]


def inside(state: State, other: State) -> State | None:
    """The child of `state` that is or holds the other one."""
    return next((each for each in other.ancestry() if each.parent is state), None)


def label_lines(transition: Transition) -> list[str]:
    lines: list[str] = []
    for label in (part for label in transition.labels for part in re.split(r"(?<= &&) ", label) if part):
        if lines and lines[-1].endswith("&&"):
            lines.append(label)
        elif lines and svg.width(f"{lines[-1]}, {label}") <= LABEL:
            lines[-1] += f", {label}"
        else:
            if lines:
                lines[-1] += ","
            lines.append(label)
    return lines


def points(piece: Piece, links: list[Link], tops: list[float], bottoms: list[float]) -> list[tuple[float, float]]:
    """Where a line passes, from source to target: straight along the height of each layer, across only between two."""
    found = []
    for link, source in zip(links, piece.way):
        upper, lower = link.upper.x + link.up, link.lower.x + link.low
        way = [(upper, bottoms[link.upper.layer]), (lower, tops[link.lower.layer])]
        if link.upper.kind == "box":
            way.insert(0, (upper, link.upper.bottom))
        if link.lower.kind == "box":
            way.append((lower, link.lower.top))
        found += way if link.upper is source else reversed(way)
    first, last = piece.way[0], piece.way[-1]
    if first.kind == "port" and first.layer == 0:
        found.insert(0, (found[0][0], 0.0))
    if last.kind == "port" and last.layer == 0:
        found.append((found[-1][0], 0.0))
    if first.kind == "start":
        found.insert(0, (found[0][0], first.bottom))
    return [point for index, point in enumerate(found) if index == 0 or point != found[index - 1]]
