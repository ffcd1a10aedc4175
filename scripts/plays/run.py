"""Runs plays as scenarios of the engine's, and holds what comes out against what they promise."""
import collections
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

from . import account, anything, honest, providers, terms

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PER_FILE = 15
# How often each kind is drawn.
KINDS = [(anything, 10), (honest, 6), (terms, 3), (account, 2)]


def kind(seed, number):
    """The kind of that play, and the source of its other draws."""
    source = random.Random(f"{seed}/{number}")
    return source.choices([each for each, _ in KINDS], [weight for _, weight in KINDS])[0], source


def draw(seed, number):
    """The plays of that number: the same for the same seed."""
    made, source = kind(seed, number)
    plays = made.draw_play(f"play {seed}/{number}", source)
    return providers.lend(plays, random.Random(f"{seed}/{number}/providers"))


def differences(ctl, workflows, scenarios):
    """Name → what differs."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copy(TOP / "workflows/scenarios/defaults.yaml", folder)
        for number in range(0, len(scenarios), PER_FILE):
            text = json.dumps({"include": "defaults.yaml", "scenarios": scenarios[number:number + PER_FILE]}, indent=1)
            (folder / f"play-{number}.yaml").write_text(text)     # JSON is YAML
        command = [ctl, "workflows", "test", str(workflows), "--scenarios", str(folder), "--output", "json"]
        out = subprocess.run(command, capture_output=True, text=True)
    try:
        return {each["name"]: each["differences"] for each in json.loads(out.stdout)["scenarios"]}
    except (ValueError, KeyError, TypeError):
        sys.exit(f"play: {ctl} could not run the plays: {(out.stdout + out.stderr)[:2000]}")


def told(found):
    """(balances, view, what is wrong) of the differences of a play that expects no balance at all."""
    balances, view, wrong = {}, {}, []
    for each in found:
        kind, _, name = each["thing"].partition(".")
        if kind == "balances":
            balances[name] = int(each["actual"])
        elif kind == "view":
            view[name] = json.loads(each["actual"])
        else:
            wrong.append(each)
    return balances, view, wrong


def play(ctl, workflows, plays):
    """Name → what is against the rules."""
    wrong, ends, accounts = {}, {}, collections.defaultdict(dict)
    by_name = {each.name: each for each in plays}
    for name, found in differences(ctl, workflows, [each.scenario() for each in plays]).items():
        each = by_name[name]
        balances, view, against = told(found)
        ends[name] = balances
        if each.account:
            accounts[each.account][each.of] = (balances, view)
        if against:
            wrong[name] = against
    for name, booked in accounts.items():
        if against := account.judge(booked):
            wrong[name] = against
    # Nobody is better off by repeating themselves.
    again = []
    for each in plays:
        if each.twice and each.name not in wrong:
            made = each.scenario()
            made["given"]["from"] = anything.doubled(each.moves)
            made["story"][0]["then"]["balances"] = ends[each.name]
            again.append(made)
    for name, found in (differences(ctl, workflows, again) if again else {}).items():
        if found:
            wrong[name] = [{"thing": "each word said twice", "expected": "the same end", "actual": each} for each in found]
    return wrong
