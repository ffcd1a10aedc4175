"""Reads workflow definitions into the few facts that a picture shows: states, transitions, events between machines."""
from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Iterator

import workflow_yaml

GUARD_LENGTH = 60


@dataclasses.dataclass(eq=False)
class State:
    name: str
    kind: str  # atomic, compound, parallel, final or history
    parent: State | None
    children: list[State] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)  # a line each, below the name
    initial: State | None = None

    def ancestry(self) -> list[State]:
        """The state and all around it, the innermost first."""
        return [self] + (self.parent.ancestry() if self.parent else [])

    def everything(self) -> Iterator[State]:
        yield self
        for child in self.children:
            yield from child.everything()


@dataclasses.dataclass(eq=False)
class Transition:
    source: State
    target: State
    labels: list[str]
    timed: bool  # taken by the clock only


@dataclasses.dataclass(eq=False)
class Machine:
    name: str
    root: State
    transitions: list[Transition]
    emits: list[str]
    hears: list[str]
    starts: list[tuple[str, str]]  # a machine that it starts, and the event or state that does
    outside: list[str]  # roles and providers whose events it hears


def read(folder: pathlib.Path) -> list[Machine]:
    """The machines of the folder's one family, the root first, the others in the order of `family:`."""
    documents = {file.name: workflow_yaml.read(file) for file in sorted(folder.glob("*.yaml"))}
    by_name = {each["workflow"]: each for each in documents.values() if "workflow" in each}
    root = next(each for each in by_name.values() if isinstance(each["family"], list))
    return [machine(by_name[name], documents) for name in [root["workflow"], *root["family"]]]


def machine(document: dict, documents: dict) -> Machine:
    shared = [documents[name] for name in document.get("include", [])]
    actions = {name: body for part in [*shared, document] for name, body in part.get("actions", {}).items()}
    root = state(document["workflow"], document, None)
    events = document.get("events", {})
    named = [each for each in events.values() if isinstance(each, dict)]
    used = list(acts(document, actions, ""))
    return Machine(
        name=document["workflow"],
        root=root,
        transitions=transitions(root, document),
        emits=unique(value for kind, value, _ in used if kind == "emit"),
        hears=list(events),
        starts=unique((value, place) for kind, value, place in used if kind == "start"),
        outside=sorted({role for each in named for role in as_list(each.get("by"))})
        + sorted({source.split("/")[0] for each in named for source in as_list(each.get("from"))}),
    )


def state(name: str, body: dict, parent: State | None) -> State:
    children = body.get("states", {})
    made = State(name, body.get("type", "compound" if children else "atomic"), parent)
    made.children = [state(child, inner or {}, made) for child, inner in children.items()]
    if made.children and made.kind == "compound":
        first = body.get("initial", made.children[0].name)
        made.initial = next(child for child in made.children if child.name == first)
    made.notes += [each.get("step") or each["workflow"] for each in as_list(body.get("invoke"))]
    for kind, value, _ in acts({"entry": body.get("entry", [])}, {}, ""):
        made.notes.append(f"emits {value}" if kind == "emit" else f"starts {value}")
    return made


def acts(value, actions: dict, place: str) -> Iterator[tuple[str, str, str]]:
    """Each `emit`, `send` and start of a machine below a value, with the last event or state above it.

    A named action counts where it is used.
    """
    if isinstance(value, list):
        for each in value:
            yield from acts(each, actions, place)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in ("emit", "send"):
                yield "emit", inner if isinstance(inner, str) else inner["event"], place
            elif key in ("spawn", "invoke") and isinstance(inner, dict) and "workflow" in inner:
                yield "start", inner["workflow"], place
            elif key in actions and place:
                yield from acts(actions[key].get("do", []), {}, place)
            elif key == "on" or key == "states":
                for name, body in inner.items():
                    yield from acts(body, actions, name)
            elif key != "actions" or place:
                yield from acts(inner, actions, place)


def transitions(root: State, document: dict) -> list[Transition]:
    """One for each pair of states, with all that leads from the one to the other."""
    states = {each.name: each for each in root.everything()}
    found: dict[tuple[State, State], Transition] = {}
    for source, target_name, label, timed in ways(root, document):
        target = states[re.split(r"[./]", target_name)[-1]]
        known = found.setdefault((source, target), Transition(source, target, [], True))
        known.timed = known.timed and timed
        if label not in known.labels:
            known.labels.append(label)
    return list(found.values())


def ways(here: State, body: dict) -> Iterator[tuple[State, str, str, bool]]:
    """Every transition with a target, of a state and all inside: source, target, label, whether a timer takes it."""
    if body.get("type") == "history":
        yield here, body["target"], "", False
        return
    groups = [(name, value, False) for name, value in body.get("on", {}).items()]
    groups += [(f"[{short(each.get('guard', ''))}]", each, False) for each in candidates(body.get("always"))]
    groups += [("done", body.get("onDone"), False)]
    for name, timer in body.get("timers", {}).items():
        groups += [(f"timer {name}", part, True) for part in (timer, timer.get("do"), timer.get("onMissed"))]
    groups += [(f"after {span}", value, True) for span, value in body.get("after", {}).items()]
    for step in as_list(body.get("invoke")):
        ends = ("onAccepted", "onDone", "onError", "onStopped")
        groups += [(word[2:].lower(), step.get(word), False) for word in ends]
    for name, value, timed in groups:
        for each in candidates(value):
            if "target" in each:
                yield here, each["target"], name, timed
            for refused in candidates(each.get("onRefused")):
                if "target" in refused:
                    yield here, refused["target"], f"{name} refused", timed
    for child in here.children:
        yield from ways(child, body["states"][child.name] or {})


def candidates(value) -> list[dict]:
    """A transition's three spellings (a target, a mapping, a list) as a list of mappings."""
    return [{"target": each} if isinstance(each, str) else each for each in as_list(value)]


def short(guard: str) -> str:
    guard = re.sub(r"\b(context|view|params|event\.data)\.", "", guard)
    return guard if len(guard) <= GUARD_LENGTH else guard[: GUARD_LENGTH - 1].rstrip() + "…"


def as_list(value) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def unique(values) -> list:
    return list(dict.fromkeys(values))
