"""Differences that are known and stay, each with its reason. A difference is allowed when one of these says so."""

import json
import re

import values as v

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


@rule("a literal that no time, duration, zone or pattern can be read from is an issue, even where it would never be reached")
def bad_literal(expression, ours, theirs):
    bad = v.BAD_TIMES + v.BAD_DURATIONS + v.BAD_ZONES + v.BAD_PATTERNS
    return ours[:2] == ("issue", "bad-literal") and any(text in expression for text in bad if text)


@rule("durations are ±(2^63-1) ns as in cel-go; cel-cpp takes ±10,000 years")
def long_duration(expression, ours, theirs):
    return theirs[0] == "value" and ours[0] != "value" and "the duration" in ours[2] and "out of range" in ours[2]


@rule("the order of a map's entries is not specified; ours is that of insertion")
def order(expression, ours, theirs):
    return (ours[0] == theirs[0] == "value" and unordered(ours[1]) == unordered(theirs[1])
            and any(word in expression for word in ("map(", "filter(", "transformList(")))


def unordered(value):
    if value[0] in ("list", "map"):
        return [value[0], sorted((unordered(x) for x in value[1]), key=json.dumps)]
    return value


@rule("cel-cpp computes a bound value when it is first used (cel-go: \"not guaranteed to be evaluated before use\")")
def lazy_bind(expression, ours, theirs):
    return "cel.bind(" in expression and "size([v" not in expression and ours[0] == "error" and theirs[0] == "value"


@rule("how a double is written is not specified: ours are the shortest digits, without an exponent below 1e16; cel-cpp's have an "
      "exponent from 1e+06 on and six digits in format(), and nan and inf in small letters")
def text_of_double(expression, ours, theirs):
    if not ours[0] == theirs[0] == "value":
        return False
    # Where the text went on into something else, it is known by the double that was written.
    if re.search(r"\bstring\(.*(?:\bd\b|\de[-+]?\d|\d\.\d).*\)\.\w+\(", expression, re.DOTALL) is not None:
        return True
    # Numbers that stand without a gap in a formatted text are told apart by nothing: there the rest has to be the same.
    return rounded(ours[1]) == rounded(theirs[1]) or "format(" in expression and skeleton(ours[1]) == skeleton(theirs[1])


def skeleton(value):
    return re.sub(r"[-+0-9.e]+", "#", json.dumps(rounded(value)))


NUMBER = re.compile(r"[-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|nan|inf(?:inity)?)", re.IGNORECASE)


def rounded(value):
    """The value with the numbers in its texts cut to five digits."""
    match value:
        case ["list" | "map" as kind, elements]: return [kind, [rounded(x) for x in elements]]
        case ["string", text]: return ["string", NUMBER.sub(lambda found: five(found.group()), text)]
        case ["bytes", codes]: return rounded(["string", bytes(codes).decode("utf-8", "replace")])
        case [a, b] if isinstance(a, list): return [a, rounded(b)]
    return value


def five(text):
    try:
        return f"{float(text):.4e}"
    except ValueError:
        return text


@rule("what is not plainly a number is refused, as in cel-go; cel-cpp skips blanks and reads +1u, hexadecimal and 1e400")
def number_from_text(expression, ours, theirs):
    return (ours[0] == "error" and ours[1] == "bad-conversion" and "string '" in ours[2] and theirs[0] == "value"
            and re.search(r"string '(\s.*|.*\s|\+[0-9]+|0[xX].*|.*e400)' is not", ours[2], re.DOTALL) is not None)


@rule("t, T, f and F are bools as in cel-go (strconv.ParseBool)")
def short_bool(expression, ours, theirs):
    return ours[0] == "value" and theirs[0] == "error" and "'string' to 'bool'" in theirs[2]


@rule("the zero among the instants is not specified: none here, 1970 in cel-cpp, the year 1 in cel-go")
def zero_instant(expression, ours, theirs):
    return "ofNonZeroValue" in expression


@rule("a list takes a uint as an optional index too, as it does for a[b] (conformance, lists/index); cel-cpp only for a[b]")
def optional_uint_index(expression, ours, theirs):
    return theirs[0] == "error" and "_[?_](list, uint64)" in theirs[2]


@rule("a year has four digits (RFC 3339); cel-cpp's format() writes those below 1000 as they are")
def short_year(expression, ours, theirs):
    return ("format(" in expression and ours[0] == theirs[0] == "value"
            and re.sub(r"\b0+(\d+-\d\d-\d\dT)", r"\1", re.sub(r"(?<=\d)0{1,3}(\d{1,3}-\d\d-\d\dT)", r"\1", json.dumps(ours[1])))
            == json.dumps(theirs[1]))


@rule("cel-cpp: substring with an end that is the end of a bound text fails")
def substring_to_end(expression, ours, theirs):
    return ours[0] == "value" and theirs[0] == "error" and "<start> or <end> is greater than <string>.size()" in theirs[2]


@rule("a replacement that names a group which the pattern lacks is refused even if nothing is to be replaced")
def bad_replacement(expression, ours, theirs):
    return ours[1] == "bad-replacement" and theirs[0] == "value"


@rule("cel-cpp ends the whole evaluation where a key is repeated; the language has an error, which && and || may absorb")
def repeated_key(expression, ours, theirs):
    return theirs[0] == "error" and theirs[1] == "binding" and "duplicate key" in theirs[2]


@rule("int(duration) is its whole seconds here; cel-cpp has none, cel-go gives nanoseconds")
def int_of_duration(expression, ours, theirs):
    return "int(duration)" in theirs[2] if theirs[0] == "error" else False


@rule("cel-cpp reserves memory for a range of a negative length and throws")
def negative_range(expression, ours, theirs):
    return theirs[0] == "error" and theirs[1] == "binding" and "vector::reserve" in theirs[2]


@rule("cel-cpp's difference of two instants fails some hundred milliseconds short of 2^63 ns")
def nearly_overflow(expression, ours, theirs):
    return ours[0] == "value" and theirs[0] == "error" and "integer overflow" in theirs[2] and (
        re.search(r"2262-|1677-|922337203[67]", expression) is not None)


@rule("base64 with unused bits that are set is refused (RFC 4648 section 3.5); cel-cpp and cel-go drop the bits")
def base64_bits(expression, ours, theirs):
    return ours[0] == "error" and "the text is not base64" in ours[2] and theirs[0] == "value"


@rule("NaN has no place in an order: sort and sortBy refuse it; cel-cpp leaves it anywhere")
def sorted_nan(expression, ours, theirs):
    return ours[1] == "not-a-number" and theirs[0] == "value"


@rule("there is no int(bool) in the language definition; cel-cpp has one")
def int_of_bool(expression, ours, theirs):
    return ours[0] == "error" and "int() does not take (bool)" in ours[2]


@rule("empty matches count, as in Go; cel-cpp's extractAll leaves them out")
def empty_matches(expression, ours, theirs):
    def filled(answer):
        return [x for x in answer[1][1] if x != ["string", ""]]

    if "extractAll" not in expression or not ours[0] == theirs[0] == "value":
        return False
    return ours[1][0] == theirs[1][0] == "list" and filled(ours) == filled(theirs)


@rule("a group that took nothing is no value, as in cel-go; cel-cpp gives the empty text")
def empty_group(expression, ours, theirs):
    if "regex.extract(" not in expression or theirs[0] != "value":
        return False
    return ours[:2] == ("error", "no-value") or ours[0] == "value" and '["string", ""]' in json.dumps(theirs[1])


@rule("cel-cpp fails on sortBy over an empty list literal behind a condition")
def sort_of_nothing(expression, ours, theirs):
    return theirs[0] == "error" and "<iter_range>" in theirs[2] and "sortBy" in expression


@rule("the Python binding does not take every datetime as a dynamic value")
def unbound(expression, ours, theirs):
    return theirs[0] == "error" and "Non-CEL value type" in theirs[2]


@rule("an entry {?key: none} that stays away is not asked for its key's type, as in cel-go; cel-cpp refuses it")
def absent_key(expression, ours, theirs):
    return "{?" in expression and ours[0] == "value" and theirs[0] == "error" and "Invalid map key type" in theirs[2]


@rule("what can be no key is in no map: false, as in cel-go; cel-cpp has no overload")
def no_key(expression, ours, theirs):
    return theirs[0] == "error" and theirs[2].endswith(": @in") and " in " in expression


@rule("cel-cpp replaces and extracts in the rest of the text as if it were a text of its own, so that \\b, \\B and ^ do not "
      "see what stands before")
def context_lost(expression, ours, theirs):
    return (ours[0] == theirs[0] == "value" and re.search(r"regex\.(replace|extractAll)", expression) is not None
            and re.search(r"\\\\[bBA]|\^", expression) is not None)


@rule("cel-cpp walks 10,000 elements at most, whatever our limit of cost")
def iteration_budget(expression, ours, theirs):
    return theirs[0] == "error" and "Iteration budget exceeded" in theirs[2]


@rule("bytes that are no UTF-8 become U+FFFD in format(), for a text is Unicode; cel-cpp makes a text that is not")
def bytes_in_text(expression, ours, theirs):
    if "format(" not in expression or ours[0] != "value":
        return False
    shown = str(ours[1]).upper()
    has_mark = "EFBFBD" in shown or "\ufffd" in shown or "239, 191, 189" in shown
    # Where the text went on into something else, it is known by the bytes that were formatted.
    has_mark = has_mark or re.search(r"""format\(\[[^\]]*(?:\bb['"]|\by\b)""", expression) is not None
    return has_mark and (theirs[0] == "value" or theirs[0] == "error" and "malformed UTF-8" in theirs[2])


@rule("cel-cpp loses elements where two sortBy stand in one expression, one of them in an arm of ?: that is not taken (not reduced further)")
def two_sorts(expression, ours, theirs):
    return ours[0] == theirs[0] == "value" and expression.count("sortBy(") > 1 and " ? " in expression


@rule("cel-cpp counts an empty match again and again at one place; here, as in Go, the search goes on behind it")
def empty_replacements(expression, ours, theirs):
    return (ours[0] == theirs[0] == "value" and re.search(r"regex\.replace\(.*, \d+\)", expression, re.DOTALL) is not None
            and matches_nothing(expression))


@rule("elements with equal keys keep their order; cel-cpp's sortBy (std::sort) mixes them once there are more than a few")
def unstable_sort(expression, ours, theirs):
    return ("sortBy(" in expression and ours[0] == theirs[0] == "value" and unordered(ours[1]) == unordered(theirs[1])
            and longest(ours[1]) > 16)


def longest(value):
    """Elements of the longest list in it. Up to 16, std::sort inserts one after the other, which keeps the order."""
    if value[0] == "list":
        return max([len(value[1])] + [longest(x) for x in value[1]])
    return 0


@rule("a match of no character counts, as in Go; cel-cpp's extractAll passes some by")
def empty_matches(expression, ours, theirs):
    return ours[0] == "value" and "regex.extractAll(" in expression and matches_nothing(expression)


def matches_nothing(expression):
    """True if some pattern in it may match the empty text."""
    return re.search(r"""[*?^$]|\{0|\||\\[zAbB]|, r?(?:''|"")""", expression) is not None
