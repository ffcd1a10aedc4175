"""Runs recipes of the provider's command-line program against the sandbox: lists of requests, each named after the event
that it causes. The recipes are the provider's and are read from a folder; none is kept here.

usage: stripe_recipes.py HTTP_PORT FOLDER
Prints a table, and ends with the number of recipes that were refused.
"""

import json
import pathlib
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

BASE = f"http://127.0.0.1:{int(sys.argv[1])}"
FOLDER = pathlib.Path(sys.argv[2])


def request(method, path, pairs=(), body=None):
    url = BASE + path
    data = json.dumps(body).encode() if body is not None else None
    if method == "GET" and pairs:
        url += "?" + urllib.parse.urlencode(pairs)
    elif pairs or method == "POST":
        data = data or urllib.parse.urlencode(pairs).encode()
    call = urllib.request.Request(url, data=data, method=method)
    call.add_header("Authorization", "Bearer sk_test_sandbox")
    try:
        with urllib.request.urlopen(call, timeout=20) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def resolved(text, answers):
    """`${account:id}` and `${list:data.0.id}` name parts of earlier answers."""
    def value(match):
        part = answers.get(match[1])
        for name in match[2].split("."):
            part = part[int(name)] if isinstance(part, list) else part[name]
        return str(part)
    return re.sub(r"\$\{([^:}]+):([^}|]+)(?:\|[^}]*)?\}", value, text)


def pairs(value, name, answers):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from pairs(part, f"{name}[{key}]" if name else key, answers)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from pairs(part, f"{name}[{index}]", answers)
    else:
        yield name, ("true" if value else "false") if isinstance(value, bool) else resolved(str(value), answers)


def run(recipe):
    """The first refusal that the recipe does not expect, or None."""
    answers = {}
    for fixture in recipe["fixtures"]:
        try:
            path = resolved(fixture["path"], answers)
            form = list(pairs(fixture.get("params", {}), "", answers))
        except (KeyError, TypeError, IndexError):
            if fixture.get("expected_error_type"):
                continue
            return f"{fixture['name']}: an earlier answer lacks what it names"
        status, answer = request(fixture["method"].upper(), path, form)
        if status >= 400 and answer["error"]["type"] != fixture.get("expected_error_type"):
            return f"{fixture['name']}: {status} {answer['error']['message']}"
        answers[fixture["name"]] = answer
    return None


def caused(event):
    """Whether the event came at once, or else after how much of the sandbox's time; None if it did not."""
    for _ in range(20):
        _, listed = request("GET", "/v1/events", [("type", event), ("limit", "1")])
        status = request("GET", "/_sandbox/status")[1]
        if listed["data"]:
            return status["now"]
        if not status["nextDue"]:
            return None
        request("POST", "/_sandbox/clock", body={"now": status["nextDue"]})
    return None


failed = 0
for path in sorted(FOLDER.glob("*.json")):
    request("POST", "/_sandbox/reset", body={})
    start = request("GET", "/_sandbox/status")[1]["now"]
    event = re.sub(r"\.[a-z]$", "", path.stem)
    problem = run(json.loads(path.read_text()))
    moment = None if problem else caused(event)
    state = problem or ("caused" if moment == start else f"caused at {moment}" if moment else "ran, without its event")
    failed += bool(problem)
    print(f"{path.stem:50} {state}")
sys.exit(failed)
