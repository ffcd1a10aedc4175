"""Draws one machine as a statechart."""
from __future__ import annotations

import collections

from pictures import svg
from pictures.arrangement import MARGIN, PADDING, ROW, Arrangement
from pictures.definitions import Machine, State, Transition

LEGEND = (
    "●: the first state. Double frame: the last. H: the state that was active before. "
    "Line from a frame's upper edge: from any state inside. [guard]: as soon as it holds. "
    "Dashed: taken by the clock. done, error, stopped: how the state's step ended."
)


def draw(machine: Machine) -> str:
    return Chart(Arrangement.smallest(machine)).draw()


class Chart:
    def __init__(self, arrangement: Arrangement):
        self.arrangement = arrangement
        self.machine = arrangement.machine
        self.shapes: list[str] = []
        self.words: list[str] = []
        self.lines: dict[Transition, list[tuple[tuple[int, int], list]]] = collections.defaultdict(list)

    def draw(self) -> str:
        root = self.arrangement.frames[self.machine.root]
        self.state(self.machine.root, MARGIN, MARGIN, 0)
        drawn = []
        for transition, pieces in self.lines.items():
            way = [point for _, piece in sorted(pieces, key=lambda each: each[0]) for point in piece]
            drawn.append(svg.path(way, "line timed" if transition.timed else "line"))
        w, h = max(root.w + 2 * MARGIN, 420), root.h + 2 * MARGIN
        legend = svg.fold(LEGEND, w - 2 * MARGIN)
        self.words += [svg.text(MARGIN + 2, h + 6 + 15 * row, line) for row, line in enumerate(legend)]
        states = [each.name for each in self.machine.root.everything() if each.parent and each.kind != "history"]
        return svg.document(
            w,
            h + 15 * len(legend),
            f"The machine {self.machine.name}",
            f"A statechart with the states {', '.join(states)}.",
            self.shapes + drawn + self.words,
        )

    def state(self, state: State, x: float, y: float, depth: int) -> None:
        frame = self.arrangement.frames[state]
        region = state.parent and state.parent.kind == "parallel"
        self.shapes.append(svg.box(x, y, frame.w, frame.h, "region" if region else "group", 10))
        self.words.append(svg.text(x + PADDING, y + 15, state.name, "title" if depth == 0 else "name"))
        for piece in frame.pieces:
            moved = [(x + px, y + py) for px, py in piece.points]
            if piece.transition:
                self.lines[piece.transition].append(((piece.part, -depth if piece.part == 0 else depth), moved))
            else:
                self.shapes.append(svg.circle(moved[0][0], moved[0][1] - 5, 5, "mark"))
                self.shapes.append(svg.path(moved, "line"))
        for node in frame.nodes:
            if node.kind == "label":
                for row, line in enumerate(node.item):
                    self.words.append(svg.text(x + node.x - node.w / 2 + 9, y + node.top + 11 + ROW * row, line))
        for child, (cx, cy) in frame.places.items():
            if child.children:
                self.state(child, x + cx, y + cy, depth + 1)
            else:
                self.atom(child, x + cx, y + cy)

    def atom(self, state: State, x: float, y: float) -> None:
        w, h = self.arrangement.size(state)
        if state.kind == "history":
            self.shapes.append(svg.circle(x + w / 2, y + h / 2, w / 2, "box"))
            self.words.append(svg.text(x + w / 2, y + h / 2 + 4, "H", "name middle"))
            return
        self.shapes.append(svg.box(x, y, w, h, "box"))
        if state.kind == "final":
            self.shapes.append(svg.box(x + 3, y + 3, w - 6, h - 6, "inner", 5))
            y += 2
        self.words.append(svg.text(x + w / 2, y + 18, state.name, "name middle"))
        for row, note in enumerate(self.arrangement.notes(state)):
            self.words.append(svg.text(x + w / 2, y + 19 + ROW * (row + 1), note, "middle"))
