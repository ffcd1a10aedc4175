"""The rows of the rules: each transition of the definitions, with its condition and its effect in words."""
import pathlib
import re

from workflow_yaml import read

from .words import STATES, TIMES, VALUES

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
MACHINES = ["booking", "delivery", "payment", "escrow-release", "follow-up", "preparation", "meeting"]

# Conditions of named actions that their parameter decides.
DECIDED = {"params.percent > 0": lambda percent: percent > 0, "params.percent > 0 && params.percent < 100": lambda percent: 0 < percent < 100}
SOMETIMES = " (if it applies)"
REMEMBERED = "is remembered"


def one(text):
    return " ".join(str(text).split())


def cell(text):
    return one(text).replace("|", "\\|")


# Parts that have no words yet; they appear in the table as they are written.
wordless = []


def say(words, text, shown=None):
    """The words for it; without any, the text as it is written."""
    # `known(x)` is for the checker, and says nothing to a reader.
    text = re.sub(r"known\(([^()]*)\)", r"\1", one(text))
    if text not in words:
        wordless.append(text)
        return shown or f"`{text}`"
    return words[text]


def place(machine, state):
    return say(STATES, f"{machine}: {state}", f"{machine}: {state}")


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def plain(text):
    """A value of the definitions for the eye: words for what stands in `${…}`, or code."""
    return re.sub(r"\$\{(.*?)\}", lambda found: VALUES.get(found[1], f"`{found[1]}`"), one(text))


class Machine:
    def __init__(self, name, common):
        self.name = name
        self.tree = read(TOP / "workflows" / f"{name}.yaml")
        self.events = {**{k: v for k, v in common["events"].items() if k in self.tree.get("events", {})}}
        for event, given in self.tree.get("events", {}).items():
            if isinstance(given, dict) or event not in self.events:
                self.events[event] = given
        self.actions = {**common["actions"], **self.tree.get("actions", {})}
        self.states = {}
        self.collect(self.tree, "")

    def collect(self, state, path):
        for name, child in (state.get("states") or {}).items():
            self.states[name] = child or {}
            self.collect(child or {}, name)

    # --- what actions do ---

    def effects(self, actions, with_=None):
        """(money and rights, mails) of a list of actions, named ones opened."""
        does, mails = [], []
        for action in as_list(actions):
            if not isinstance(action, dict):
                continue
            if "if" in action and with_ and one(action["if"]) in DECIDED and isinstance(with_.get("percent"), int):
                holds = DECIDED[one(action["if"])](with_["percent"])
                found = self.effects(action.get("then") if holds else action.get("else"), with_)
                does, mails = does + found[0], mails + found[1]
            elif "if" in action:
                found = self.effects(as_list(action.get("then")) + as_list(action.get("else")), with_)
                does += [f"{each.removesuffix(SOMETIMES)}{SOMETIMES}" for each in found[0] if each != REMEMBERED]
                mails += [f"{each.removesuffix(SOMETIMES)}{SOMETIMES}" for each in found[1]]
            elif "foreach" in action:
                found = self.effects(action["foreach"]["do"])
                does, mails = does + found[0], mails + found[1]
            elif "assign" in action or "journal" in action:
                does.append(REMEMBERED)
            elif "stop" in action and not str(action["stop"]).startswith("mail/"):
                does.append(f"ends {plain(action['stop'])}")
            elif "erase" in action:
                does.append("erases the personal data")
            elif "mail" in action or "question" in action:
                mail = action.get("mail") or action["question"]
                mails.append(f"{mail['template']} → {mail['to']}")
            elif "emit" in action:
                given = action.get("with") or {}
                event = action["emit"]
                if event == "refund.requested":
                    percent = str(given["percent"])
                    percent = plain(with_.get("percent", percent) if with_ and "params.percent" in percent else percent)
                    if percent != "0":
                        does.append(f"{percent} % of the price go back")
                else:
                    does.append(f"tells *{event}*")
            elif "publish" in action:
                does.append(f"tells the account's other bookings *{action['publish']}*" if action["publish"] in ("debt.owed", "debt.over", "debt.asked") else f"tells the other booking *{action['publish']}*")
            elif "post" in action:
                to, origin = action["post"]["to"], action["post"]["from"]
                origin = origin if isinstance(origin, str) else ", ".join(origin)
                does.append(f"books {origin} → {to}")
            elif "task" in action:
                does.append(f"asks a person: {plain(action['task']['title'])}")
            elif "alarm" in action:
                does.append("alarm")
            elif "spawn" in action and "step" in action["spawn"]:
                does.append(f"step {action['spawn']['step']}")
            else:
                for name, given in action.items():
                    if name in ("crm",) or name not in self.actions:
                        continue
                    found = self.effects(self.actions[name].get("do"), given if isinstance(given, dict) else None)
                    does += found[0]
                    mails += found[1]
        return does, mails

    def arrival(self, target):
        """What entering a state does."""
        state = self.states.get(str(target).split(".")[-1], {})
        does, mails = self.effects(state.get("entry"))
        if state.get("initial"):
            more = self.arrival(state["initial"])
            does, mails = does + more[0], mails + more[1]
        for step in as_list(state.get("invoke")):
            does.append("asks a person" if step.get("step") == "human.task" else f"step {step.get('step', step.get('workflow'))}")
        return does, mails

    def reached(self, target):
        name = str(target).split(".")[-1]
        return f"→ **{name}**, {place(self.name, name)}"

    # --- rows ---

    def rows(self):
        yield from self.walk(self.tree, "any")

    def walk(self, state, name):
        for event, given in (state.get("on") or {}).items():
            names = [event]
            if event.endswith("*"):
                names = [e for e in self.events if e.startswith(event[:-1])]
            for each in names:
                for candidate in self.candidates(given):
                    yield ("event", each, name, candidate)
        for timer, given in (state.get("timers") or {}).items():
            when = say(TIMES, given.get("at") or f"every {given.get('every')}")
            for candidate in self.candidates(given.get("do") or given):
                yield ("timer", when, name, candidate)
            for candidate in self.candidates(given.get("onMissed")):
                yield ("timer", f"{when}; too late for that", name, candidate)
        for period, given in (state.get("after") or {}).items():
            for candidate in self.candidates(given):
                yield ("timer", say(TIMES, period), name, candidate)
        for candidate in self.candidates(state.get("always")):
            yield ("always", "", name, candidate)
        for step in as_list(state.get("invoke")):
            if step.get("step") == "human.task":
                title = plain(step["with"]["title"])
                for key, said in (("onDone", "answers"), ("onError", "declines")):
                    for candidate in self.candidates(step.get(key) or []):
                        yield ("task", f"{said}: {title}", name, candidate)
        for child, inner in (state.get("states") or {}).items():
            yield from self.walk(inner or {}, child)

    def candidates(self, given):
        return [{"target": c} if isinstance(c, str) else c for c in as_list(given)]

    def outcome(self, candidate):
        if "reject" in candidate:
            return f"refused: `{candidate['reject']}`", ""
        if candidate.get("defer"):
            return "waits", ""
        does, mails = self.effects(candidate.get("actions"))
        target = candidate.get("target")
        if target:
            more = self.arrival(target)
            does, mails = [self.reached(target)] + does + more[0], mails + more[1]
        unique = list(dict.fromkeys(does))
        if len(unique) > 1:
            unique = [each for each in unique if each != REMEMBERED]
        return "; ".join(unique) or "nothing changes", ", ".join(dict.fromkeys(mails))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(cell(c) for c in row) + " |" for row in rows])
