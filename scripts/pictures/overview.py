"""Draws the machines of a family side by side: the states of each, and below them the events that pass between."""
from __future__ import annotations

import dataclasses
import itertools

from pictures import svg
from pictures.definitions import Machine, unique

LANE = 162  # from one machine's middle to the next one's
MARGIN = 14
INSET = 5  # between a lane's edge and its states
PILL = 22  # height of a state
ROW = 13  # height of a line of text

LEGEND = (
    "Boxes: states, with those inside; a dot marks the first, a double frame the last, dashes those active at the same "
    "time. Dashed arrow: starts a machine. Blue arrow: an event, from the machine that emits it to those that hear it."
)


@dataclasses.dataclass(eq=False)
class Message:
    """One line of the lower part: what one machine tells the same others."""

    source: str
    targets: list[str]
    words: list[str]
    starts: bool = False

    def span(self, lanes: list[str]) -> tuple[int, int]:
        at = [lanes.index(name) for name in [self.source, *self.targets]]
        return min(at), max(at)

    def sides(self, lanes: list[str]) -> tuple[int, int]:
        """How many lanes it reaches to the left and to the right."""
        (low, high), here = self.span(lanes), lanes.index(self.source)
        return here - low, high - here


def draw(machines: list[Machine]) -> str:
    told = messages(machines)
    lanes = arranged([machine.name for machine in machines], told)
    by_name = {machine.name: machine for machine in machines}
    x = {name: MARGIN + LANE * (place + 0.5) for place, name in enumerate(lanes)}
    parts, texts, lines = [], [], []
    foot = max([column(by_name[name], x[name], parts, texts) for name in lanes])
    panels = [svg.box(x[name] - LANE / 2 + 3, MARGIN, LANE - 6, foot - MARGIN, "group", 10) for name in lanes]
    y = foot
    for row in rows(told, lanes):
        above = {message: wrapped(message, lanes) for message in row}
        y += 8 + ROW * max(map(len, above.values()))
        for message in row:
            lines += line(message, above[message], lanes, x, y)
        y += 4
    lifelines = [svg.path([(x[name], foot), (x[name], y + 8)], "lane", end="") for name in lanes]
    w = 2 * MARGIN + LANE * len(lanes)
    description = " ".join(f"{each.source} tells {', '.join(each.targets)}: {', '.join(each.words)}." for each in told)
    legend = svg.fold(LEGEND, w - 2 * MARGIN)
    texts += [svg.text(MARGIN, y + 30 + 15 * row, words) for row, words in enumerate(legend)]
    drawn = panels + lifelines + parts + lines + texts
    return svg.document(w, y + 27 + 15 * len(legend), f"The machines of a {machines[0].name}", description, drawn)


def messages(machines: list[Machine]) -> list[Message]:
    found = []
    for machine in machines:
        for place in unique(place for _, place in machine.starts):
            started = [name for name, at in machine.starts if at == place]
            found.append(Message(machine.name, started, [f"starts at {place}"], starts=True))
    for machine in machines:
        groups: dict[tuple, list[str]] = {}
        for event in machine.emits:
            heard = tuple(each.name for each in machines if each is not machine and event in each.hears)
            if heard:
                groups.setdefault(heard, []).append(event)
        found += [Message(machine.name, list(heard), events) for heard, events in groups.items()]
    return found


def arranged(names: list[str], told: list[Message]) -> list[str]:
    """The order of the machines in which lines are shortest; of equal ones the first."""

    def length(order) -> int:
        at = {name: place for place, name in enumerate(order)}
        ends = ([at[name] for name in [each.source, *each.targets]] for each in told)
        return sum(max(each) - min(each) for each in ends)

    return list(min(itertools.permutations(names), key=length))


def column(machine: Machine, x: float, parts: list[str], texts: list[str]) -> float:
    """Draws one machine's name, its states with those inside, and whom it hears from outside; returns where it ends."""
    left, w = x - LANE / 2 + 3 + INSET, LANE - 6 - 2 * INSET
    texts.append(svg.text(x, MARGIN + 20, machine.name, "title middle"))
    y = MARGIN + 32.0
    for state in machine.root.children:
        inner = svg.fold(", ".join(each.name for each in state.children if each.kind != "history"), w - 10)
        final, region = state.kind == "final", machine.root.kind == "parallel"
        h = PILL + ROW * len(inner) + (4 if final or inner else 0)
        parts.append(svg.box(left, y, w, h, "region" if region else "box", 8))
        if final:
            parts.append(svg.box(left + 3, y + 3, w - 6, h - 6, "inner", 5))
        if state is machine.root.initial:
            parts.append(svg.circle(left + 8, y + PILL / 2, 3.5, "mark"))
        texts.append(svg.text(x, y + 15 + (2 if final else 0), state.name, "state middle"))
        texts += [svg.text(x, y + 15 + ROW * row, line, "middle") for row, line in enumerate(inner, 1)]
        y += h + 5
    for line in svg.fold("hears " + ", ".join(machine.outside), w) if machine.outside else []:
        y += ROW
        texts.append(svg.text(x, y, line, "middle"))
    return y + 10


def rows(told: list[Message], lanes: list[str]) -> list[list[Message]]:
    """Lines that do not touch each other share a row."""
    found: list[list[Message]] = []
    for message in told:
        low, high = message.span(lanes)
        spans = [[other.span(lanes) for other in row] for row in found]
        room = [all(high < left or low > right for left, right in each) for each in spans]
        row = next((row for row, free in zip(found, room) if free and row[0].starts == message.starts), None)
        if row is None:
            found.append(row := [])
        row.append(message)
    return found


def wrapped(message: Message, lanes: list[str]) -> list[str]:
    words, last = [], ""
    for event in message.words:
        first = event.split(".")[0]
        words.append(event.removeprefix(first) if first == last else event)
        last = first
    return svg.fold(", ".join(words), LANE * max(message.sides(lanes)) - 24)


def line(message: Message, words: list[str], lanes: list[str], x: dict[str, float], y: float) -> list[str]:
    """From a dot at the source to a tip at each target, with the words above the longer side."""
    here = x[message.source]
    style, end = ("line timed", "head") if message.starts else ("event", "tip")
    drawn = []
    left, right = message.sides(lanes)
    for side in (-1, 1):
        start = here
        for to in sorted((x[name] for name in message.targets if (x[name] - here) * side > 0), reverse=side < 0):
            drawn.append(svg.path([(start, y), (to - side, y)], style, end))
            start = to
    drawn.append(svg.circle(here, y, 3, end))
    for row, text in enumerate(words):
        at = y - 5 - ROW * (len(words) - 1 - row)
        drawn.append(svg.text(here + 8 if right >= left else here - 8, at, text, "" if right >= left else "end"))
    return drawn
