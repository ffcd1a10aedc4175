"""Random expressions through our CEL and through cel-cpp: values, types, and whether there is an error, are compared. A
difference is shrunk and printed. The same SEED gives the same expressions."""

import argparse
import collections
import json
import random
import sys
import time

import allowed
import grammar
import productions  # noqa: F401  registers what the grammar can make
import sides
import values as v


def verdict(ours, theirs):
    """None when the two agree: both fail, or both give the same value of the same type."""
    if ours[0] == "value" and theirs[0] == "value":
        return None if ours[1] == theirs[1] else "values"
    if ours[0] == "crash":
        return "crash"
    if ours[0] == "value":
        return "theirs-" + theirs[0]
    if theirs[0] == "value":
        return "ours-" + ours[0]
    # Both refuse, each in its own way; issue and error are told apart by the allow-list.
    return None


UNSTEADY = "cel-cpp's own answer differs from one time to the next (it goes through maps in any order)"


class Run:
    def __init__(self, arguments):
        self.arguments = arguments
        self.ours, self.theirs = sides.Ours(arguments.program), sides.Theirs()
        self.counts, self.permitted = collections.Counter(), collections.Counter()
        self.found = {}

    def compare(self, text, bindings):
        ours, theirs = self.ours.ask(text, bindings), self.theirs.ask(text, bindings)
        return ours, theirs, verdict(ours, theirs)

    def why(self, text, bindings, ours, theirs):
        """Why the difference is allowed: a rule, or that the other side does not agree with itself. None when it is not."""
        reason = allowed.why(text, ours, theirs)
        if reason is None and any(self.theirs.ask(text, bindings) != theirs for _ in range(8)):
            return "unsteady"
        return reason

    def difference(self, text, bindings):
        """(ours, theirs, kind) when it is one that is not allowed."""
        ours, theirs, kind = self.compare(text, bindings)
        if kind is None or self.why(text, bindings, ours, theirs):
            return None
        return ours, theirs, kind

    def one(self, number):
        r = random.Random(f"{self.arguments.seed}/{number}")
        g = grammar.Grammar(r, dynamic=r.random() < 0.5)
        tree = g.expression(g.type(), r.randrange(1, self.arguments.depth + 1))
        bindings = v.bindings(r)
        text = tree.text()
        ours, theirs, kind = self.compare(text, bindings)
        self.counts[f"ours {ours[0]}, theirs {theirs[0]}"] += 1
        if kind is None:
            return
        reason = self.why(text, bindings, ours, theirs)
        if reason:
            self.permitted[reason] += 1
            return
        tree, bindings = self.shrink(tree, bindings, kind)
        text = tree.text()
        ours, theirs, _ = self.compare(text, bindings)
        signature = (kind, self.shape(text))
        if signature in self.found:
            self.found[signature][0] += 1
            return
        used = {k: x for k, x in bindings.items() if k in text}
        self.found[signature] = [1]
        print(f"\n-- {kind} (number {number})\n   {text}\n   with   {used}\n   ours   {show(ours)}\n   theirs {show(theirs)}", flush=True)

    def shape(self, text):
        """Expressions with the same functions and operators are one finding."""
        words = "".join(c if c.isalpha() or c in "+-*/%<>=!&|?[].({" else " " for c in text).split()
        return " ".join(words)[:80]

    def shrink(self, tree, bindings, kind):
        """Smaller while the same kind of difference stays."""
        def still(candidate, given):
            found = self.difference(candidate.text(), given)
            return found is not None and found[2] == kind

        budget = 400
        shrunk = True
        while shrunk and budget > 0:
            shrunk = False
            for candidate in smaller(tree):
                budget -= 1
                if len(candidate.text()) < len(tree.text()) and still(candidate, bindings):
                    tree, shrunk = candidate, True
                    break
                if budget <= 0:
                    break
        for name in list(bindings):
            for plain in {"int": [0, 1], "string": ["", "a"], "double": [0.0], "dyn": [None, 1, {}]}.get(v.VARIABLES[name], []):
                given = {**bindings, name: plain}
                if bindings[name] != plain and still(tree, given):
                    bindings = given
                    break
        return tree, bindings


def smaller(tree):
    """Candidates, the boldest first: a part in place of the whole, the plainest of its type, then the same within its parts."""
    yield from (node for node in descendants(tree))
    yield from grammar.simple(tree.type)
    for index, child in enumerate(tree.children()):
        for candidate in smaller(child):
            yield tree.with_child(index, candidate)


def descendants(tree):
    for child in tree.children():
        yield child
        yield from descendants(child)


def show(answer):
    return " ".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in answer)[:300]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", default=str(time.time_ns() % 10**9))
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--depth", type=int, default=5)
    arguments = parser.parse_args()
    sys.setrecursionlimit(10_000)
    print(f"seed {arguments.seed}, {arguments.count} expressions", flush=True)
    started = time.monotonic()
    run = Run(arguments)
    for number in range(arguments.first, arguments.first + arguments.count):
        run.one(number)
    print(f"\n{arguments.count} expressions in {time.monotonic() - started:.0f} s (seed {arguments.seed})")
    for name, count in run.counts.most_common():
        print(f"  {count:8} {name}")
    for name, count in run.permitted.most_common():
        reason = next((reason for rule, reason, _ in allowed.RULES if rule == name), UNSTEADY)
        print(f"  {count:8} allowed: {reason}")
    print(f"{sum(x[0] for x in run.found.values())} differences, {len(run.found)} kinds")
    return 1 if run.found else 0


if __name__ == "__main__":
    sys.exit(main())
