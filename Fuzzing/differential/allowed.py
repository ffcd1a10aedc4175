"""Differences that are known and stay, each with its reason. A difference is allowed when one of these says so."""

import re

# (name, reason, test over (expression, ours, theirs))
RULES = []


def rule(reason):
    def register(test):
        RULES.append((test.__name__, reason, test))
        return test
    return register


def why(expression, ours, theirs):
    """The name of the first rule that allows the difference, or None."""
    for name, _, test in RULES:
        if test(expression, ours, theirs):
            return name
    return None


@rule("the Python binding has no transformMap: cel.@mapInsert is not registered")
def transform_map(expression, ours, theirs):
    return theirs[0] == "issue" and "mapInsert" in theirs[2]


@rule("the Python binding cannot give an optional value back")
def optional_result(expression, ours, theirs):
    return theirs[0] == "error" and "Unable to convert function return value" in theirs[2]


@rule("our checker knows more at compile time: a literal that cannot be converted is an issue, not an error of evaluation")
def issue_for_error(expression, ours, theirs):
    return ours[0] == "issue" and theirs[0] == "error" and theirs[1] != "binding"


@rule("what cel-cpp's checker refuses is not compared: ours is wider on purpose (1 == 1.0, null for T|null)")
def refused_there(expression, ours, theirs):
    return theirs[0] == "issue"


@rule("our limits on the size of texts and lists and on the steps taken are our own")
def limits(expression, ours, theirs):
    return ours[0] == "error" and ours[1] in ("cost-limit", "size-limit")
