"""The rules that move money or decide who gets it, each as the engine names its transition."""
import collections
import re

from workflow_yaml import read

from .machines import MACHINES, TOP, Machine, as_list, place, say
from .words import GUARDS, TIMES

MOVES = re.compile(
    r"^books |% of the price go back|step stripe\.(refund|transfer|reversal)"
    r"|tells \*(payout\.due|delivery\.(confirmed|no_show|refunded)|booking\.(cancelled|no_show)|complaint\.opened)\*")
STEP = re.compile(r"(.+)\.(done|error|accepted|stopped)")
RESULTS = {"done": "onDone", "error": "onError", "accepted": "onAccepted", "stopped": "onStopped"}

# `key` is (machine, state, event, candidate), as `workflows test` names a transition; `codes` are the refusals beside it.
Row = collections.namedtuple("Row", "key place event condition effect codes")


def state_of(tree, path):
    for name in [] if path == "/" else path.split("."):
        tree = tree["states"][name] or {}
    return tree


def handler(state, event):
    """(mapping, key, candidates as mappings) of an event as the engine names it, in the state that owns it."""
    holder, key = place_of(state, event)
    return holder, key, [{"target": each} if isinstance(each, str) else each for each in as_list(holder[key])]


def place_of(state, event):
    if event == "always":
        return state, "always"
    if event.startswith("timer."):
        timer = state["timers"][event.removesuffix(".missed").split(".")[-1]]
        if event.endswith(".missed"):
            return timer, "onMissed"
        if "do" not in timer:               # one transition, written into the timer
            timer["do"] = [{part: timer.pop(part) for part in ("guard", "target", "actions", "reenter") if part in timer}]
        return timer, "do"
    on = state.get("on") or {}
    if event in on:
        return on, event
    for pattern in on:
        if pattern.endswith("*") and event.startswith(pattern[:-1]):
            return on, pattern
    step, result = STEP.fullmatch(event).groups()
    return next(each for each in as_list(state["invoke"]) if each.get("step") == step), RESULTS[result]


def said(state, event):
    """What happens, in words."""
    if event == "always":
        return "by itself"
    if event.startswith("timer."):
        timer = state["timers"][event.removesuffix(".missed").split(".")[-1]]
        when = say(TIMES, timer.get("at") or f"every {timer.get('every')}")
        return f"{when}; too late for that" if event.endswith(".missed") else when
    if found := STEP.fullmatch(event):
        if found[1] == "human.task":
            return "the person answers" if found[2] == "done" else "the person declines"
        words = {"done": "is done", "error": "fails", "accepted": "is accepted", "stopped": "is not wanted any more"}
        return f"`{found[1]}` {words[found[2]]}"
    return f"`{event}`"


def results(state, event):
    """What the books do when a step that moves money ends so."""
    found = STEP.fullmatch(event)
    for step in as_list(state.get("invoke")) if found else []:
        if step.get("step") == found[1] and step.get("moves"):
            via, to = step["moves"]["via"], step["moves"]["to"]
            if found[2] == "done":
                return [f"books {via} → {to}"]
            if found[2] in ("error", "stopped"):
                return [f"books {via} back"]
    return []


def transitions(tree, path=""):
    """(state's path, event, number of candidates) of a machine's own handlers, as the engine names them."""
    for pattern, given in (tree.get("on") or {}).items():
        yield path or "/", pattern, len(as_list(given))
    for name, given in (tree.get("timers") or {}).items():
        whole = ".".join(part for part in ("timer", path, name) if part)
        yield path or "/", whole, len(as_list(given.get("do") or given))
        yield path or "/", f"{whole}.missed", len(as_list(given.get("onMissed")))
    yield path or "/", "always", len(as_list(tree.get("always")))
    for step in as_list(tree.get("invoke")):
        for result, key in RESULTS.items():
            yield path or "/", f"{step.get('step')}.{result}", len(as_list(step.get(key)))
    for name, child in (tree.get("states") or {}).items():
        yield from transitions(child or {}, f"{path}.{name}" if path else name)


def rows():
    """The rules that move money, in the order of the definitions."""
    common = read(TOP / "workflows" / "common.yaml")
    for machine in (Machine(name, common) for name in MACHINES):
        for path, pattern, count in transitions(machine.tree):
            events = [each for each in machine.events if each.startswith(pattern[:-1])] if pattern.endswith("*") else [pattern]
            for event in events:
                for number in range(1, count + 1):
                    if row := moving(machine, path, event, number):
                        yield row


def moving(machine, path, event, number):
    """The rule, if it moves money."""
    state = state_of(machine.tree, path)
    _, _, found = handler(state, event)
    candidate = found[number - 1]
    effect, _ = machine.outcome(candidate)
    parts = results(state, event) + effect.split("; ")
    if not any(MOVES.search(part) for part in parts):
        return None
    condition = say(GUARDS, candidate["guard"]) if candidate.get("guard") else ""
    where = place(machine.name, "any" if path == "/" else path.split(".")[-1])
    effect = "; ".join(part for part in parts if part != "is remembered")
    codes = tuple(each["reject"] for each in found if "reject" in each)
    return Row((machine.name, path, event, number), where, said(state, event), condition, effect, codes)
