"""What each type of expression can be made of: operators, macros, and the library."""

import values as v
from grammar import (AND, CONDITIONAL, GETTERS, KEYS, MEMBER, OR, ORDERED, PRODUCT, RELATION, SUM, UNARY, Grammar, Node,
                     leaf, maker)


@maker("int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration", "null", "type", "list", "map", "optional")
def literal(g, type, depth):
    return g.literal(type, depth)


@maker("int", "uint", "double", weight=4)
def arithmetic(g, type, depth):
    operator, strength = g.r.choice([("+", SUM), ("-", SUM), ("*", PRODUCT), ("/", PRODUCT)] + [("%", PRODUCT)] * (type != "double"))
    return g.binary(type, operator, strength, g.expression(type, depth), g.expression(type, depth))


@maker("int", "double")
def negate(g, type, depth):
    return Node(type, UNARY, ["-", (g.expression(type, depth), MEMBER)])


@maker("int", weight=2)
def size(g, type, depth):
    of = g.expression(g.r.choice(["string", "bytes", ("list", g.type(1)), ("map", g.r.choice(KEYS), g.type(1))]), depth)
    return g.function(type, "size", of) if g.r.random() < 0.5 else g.method(type, of, "size")


@maker("int", weight=2)
def getter(g, type, depth):
    name = g.r.choice(GETTERS)
    if name in ("getHours", "getMinutes", "getSeconds", "getMilliseconds") and g.r.random() < 0.3:
        return g.method(type, g.expression("duration", depth), name)
    time = g.expression("timestamp", depth)
    if g.r.random() < 0.5:
        return g.method(type, time, name)
    return g.method(type, time, name, leaf("string", f"'{g.r.choice(v.ZONES if g.r.random() < 0.97 else v.BAD_ZONES)}'"))


@maker("int")
def index_of(g, type, depth):
    arguments = [g.expression("string", depth)] + [g.index(depth)] * (g.r.random() < 0.4)
    return g.method(type, g.expression("string", depth), g.r.choice(["indexOf", "lastIndexOf"]), *arguments)


@maker("int", "uint", "double", weight=2)
def conversion(g, type, depth):
    sources = {"int": ["uint", "double", "string", "timestamp", "int"], "uint": ["int", "double", "string", "uint"],
               "double": ["int", "uint", "string", "double"]}[type]
    source = g.r.choice(sources)
    if source == "string" and g.r.random() < 0.6:
        text = g.r.choice([str(v.pick_int(g.r)), str(v.pick_uint(g.r)), repr(v.pick_double(g.r)), "+1", "01", "1_0", "0x1F", "1e400", "-0", ".5", "1.", "1u", "inf", "nan", "-Infinity"])
        return g.function(type, type, g.text(text))
    return g.function(type, type, g.expression(source, depth))


@maker("int", "uint", "double", weight=2)
def math(g, type, depth):
    names = ["abs", "sign"]
    if type == "double":
        names += ["ceil", "floor", "round", "trunc"]
    else:
        names += ["bitAnd", "bitOr", "bitXor", "bitNot", "bitShiftLeft", "bitShiftRight"]
    name = g.r.choice(names + ["greatest", "least"])
    one = g.expression(type, depth)
    if name in ("greatest", "least"):
        if g.r.random() < 0.3:
            return g.function(type, f"math.{name}", g.expression(("list", type), depth))
        return g.function(type, f"math.{name}", one, *[g.expression(type, depth) for _ in range(g.r.randrange(3))])
    if name in ("bitAnd", "bitOr", "bitXor"):
        return g.function(type, f"math.{name}", one, g.expression(type, depth))
    if name.startswith("bitShift"):
        return g.function(type, f"math.{name}", one, g.r.choice([leaf("int", str(g.r.choice([0, 1, 2, 63, 64, 65]))), g.expression("int", 0)]))
    return g.function(type, f"math.{name}", one)


@maker("double")
def root(g, type, depth):
    return g.function(type, "math.sqrt", g.expression(g.r.choice(["int", "uint", "double"]), depth))


# MARK: bool


@maker("bool", weight=3)
def equality(g, type, depth):
    kind = g.type() if g.r.random() < 0.9 else g.r.choice(["type", "null", "dyn"])
    left, right = g.expression(kind, depth), g.expression(kind, depth)
    return g.binary(type, g.r.choice(["==", "!="]), RELATION, left, right)


@maker("bool", weight=3)
def comparison(g, type, depth):
    kind = g.r.choice(ORDERED)
    left, right = g.expression(kind, depth), g.expression(kind, depth)
    return g.binary(type, g.r.choice(["<", "<=", ">", ">="]), RELATION, left, right)


@maker("bool", weight=2)
def across(g, type, depth):
    """Numbers of different types on one line."""
    kinds = ["int", "uint", "double"]
    left, right = (Node("dyn", MEMBER, ["dyn(", (g.plain(g.r.choice(kinds), depth), CONDITIONAL), ")"]) for _ in range(2))
    return g.binary(type, g.r.choice(["<", "<=", ">", ">=", "==", "!="]), RELATION, left, right)


@maker("bool", weight=3)
def logic(g, type, depth):
    operator, strength = g.r.choice([("&&", AND), ("||", OR)])
    return g.binary(type, operator, strength, g.expression(type, depth), g.expression(type, depth))


@maker("bool")
def negation(g, type, depth):
    return Node(type, UNARY, ["!", (g.expression(type, depth), MEMBER)])


@maker("bool")
def contained(g, type, depth):
    if g.r.random() < 0.5:
        kind = g.type(1)
        return g.binary(type, "in", RELATION, g.expression(kind, depth), g.expression(("list", kind), depth))
    key = g.r.choice(KEYS)
    return g.binary(type, "in", RELATION, g.expression(key, depth), g.expression(("map", key, g.type(1)), depth))


@maker("bool")
def has(g, type, depth):
    if g.dynamic and g.r.random() < 0.5:
        return leaf(type, f"has({g.r.choice(['x', 'md', 'z', 'x.a', 'md.b'])}.{g.r.choice('abck')})")
    return g.call(type, ["has(", (g.expression(("map", "string", g.type(1)), depth), MEMBER), f".{g.r.choice('abck')})"])


@maker("bool", weight=2)
def text_test(g, type, depth):
    return g.method(type, g.expression("string", depth), g.r.choice(["contains", "startsWith", "endsWith"]), g.expression("string", depth))


def piece(r, depth):
    """A part of a regular expression, in RE2's syntax."""
    atoms = ["a", "b", "c", "X", "é", "😀", ".", "[ab]", "[^a]", "[a-c]", r"\d", r"\w", r"\W", r"\s", r"\S", r"\pL", r"\p{Lu}",
             r"\PN", "[[:alpha:]]", r"[\d,]", "^", "$", r"\b", r"\B", r"\A", r"\z", "1", " ", ",", r"\.", r"\x41", r"\n"]
    choice = r.randrange(8) if depth else 0
    if choice < 3:
        return r.choice(atoms)
    one = piece(r, depth - 1)
    if choice == 3:
        return one + piece(r, depth - 1)
    if choice == 4:
        return f"(?:{one}|{piece(r, depth - 1)})"
    if choice == 5:
        return f"({one})"
    if choice == 6:
        return f"(?{r.choice(['i', 's', 'm', 'U', 'is', 'i-s'])}:{one})"
    many = r.choice(["*", "+", "?", "*?", "+?", "??", "{2}", "{0,1}", "{1,}", "{1,3}?"])
    return f"(?:{one}){many}" if len(one) > 1 else one + many


def pattern(g):
    if g.r.random() < 0.6:
        text = "".join(piece(g.r, 3) for _ in range(g.r.randrange(1, 3)))
        return leaf("string", "'" + text.replace("\\", "\\\\") + "'")
    return leaf("string", f"'{g.r.choice(v.PATTERNS if g.r.random() < 0.95 else v.BAD_PATTERNS)}'")


@maker("bool", weight=2)
def matches(g, type, depth):
    text = g.expression("string", depth) if g.r.random() < 0.5 else g.text(v.pick_text(g.r) + v.pick_text(g.r))
    return g.method(type, text, "matches", pattern(g)) if g.r.random() < 0.7 else g.function(type, "matches", text, pattern(g))


@maker("bool", weight=3)
def quantifier(g, type, depth):
    name = g.r.choice(["all", "exists", "exists_one"])
    two = g.r.random() < 0.35
    if two and name == "exists_one":
        name = "existsOne"
    if g.r.random() < 0.3:
        key, element = g.r.choice(KEYS), g.type(1)
        source, kinds = g.expression(("map", key, element), depth), [key, element]
    else:
        element = g.type(1)
        source = g.expression(("list", element), depth)
        kinds = ["int", element] if two else [element]
    names = [(g.fresh(), kind) for kind in kinds[:2 if two else 1]]
    body = g.within(names, lambda: g.expression("bool", depth))
    return g.call(type, [(source, MEMBER), f".{name}({', '.join(n for n, _ in names)}, ", (body, CONDITIONAL), ")"])


@maker("bool")
def number_test(g, type, depth):
    return g.function(type, g.r.choice(["math.isNaN", "math.isInf", "math.isFinite"]), g.expression("double", depth))


@maker("bool")
def sets(g, type, depth):
    kind = ("list", g.type(1))
    return g.function(type, g.r.choice(["sets.contains", "sets.equivalent", "sets.intersects"]), g.expression(kind, depth), g.expression(kind, depth))


@maker("bool")
def has_value(g, type, depth):
    return g.method(type, g.plain(("optional", g.type(1)), depth), "hasValue")


@maker("bool")
def to_bool(g, type, depth):
    return g.function(type, "bool", g.text(g.r.choice(["true", "false", "True", "TRUE", "t", "1", "0", "f", "F", "yes", ""])))


# MARK: texts


@maker("string", "bytes", "list", weight=2)
def concatenation(g, type, depth):
    return g.binary(type, "+", SUM, g.expression(type, depth), g.expression(type, depth))


@maker("string", weight=3)
def to_string(g, type, depth):
    kind = g.r.choice(["int", "uint", "double", "bool", "bytes", "timestamp", "duration", "string"])
    if kind == "double":
        # Of the others the text is not specified; see allowed.py.
        return g.function(type, "string", leaf("double", g.r.choice(["0.5", "1.5", "0.1", "1e100", "2.0", "1e-7"])))
    if kind == "duration":
        # Nor that of parts of a second.
        return g.function(type, "string", leaf("duration", f"duration('{g.r.choice(['90m', '-1h', '24h', '1h2m3s'])}')"))
    return g.function(type, "string", g.expression(kind, depth))


@maker("string", weight=4)
def text_function(g, type, depth):
    text = g.expression("string", depth)
    match g.r.randrange(8):
        case 0: return g.method(type, text, "charAt", g.index(depth))
        case 1: return g.method(type, text, "replace", g.expression("string", depth), g.expression("string", depth), *[g.index(depth)] * (g.r.random() < 0.4))
        case 2: return g.method(type, text, "substring", g.index(depth), *[g.index(depth)] * (g.r.random() < 0.5))
        case 3: return g.method(type, text, g.r.choice(["trim", "lowerAscii", "upperAscii", "reverse"]))
        case 4: return g.method(type, g.expression(("list", "string"), depth), "join", *[text] * (g.r.random() < 0.6))
        case 5: return g.function(type, "strings.quote", text)
        case 6: return g.function(type, "base64.encode", g.expression("bytes", depth))
        # No large number of replacements: cel-cpp counts up to it when the match is empty.
        case _: return g.function(type, "regex.replace", text, pattern(g), g.text(g.r.choice(["", "x", r"\1", r"\0\0", "\\", r"\2"])), *[leaf("int", str(g.r.choice([-1, 0, 1, 2, 3])), UNARY)] * (g.r.random() < 0.4))


@maker("string", weight=2)
def formatted(g, type, depth):
    parts, arguments = [], []
    for _ in range(g.r.randrange(1, 4)):
        verb, kinds = g.r.choice([("%s", None), ("%s", None), ("%d", ["int", "uint"]), ("%f", ["double"]), ("%.2f", ["double"]), ("%.0f", ["double"]), ("%e", ["double"]), ("%.3e", ["double"]), ("%x", ["int", "uint", "string", "bytes"]), ("%X", ["int", "string", "bytes"]), ("%o", ["int", "uint"]), ("%b", ["int", "uint", "bool"]), ("%%", [])])
        parts += [g.r.choice(["", " ", "é", "a"]), verb]
        if kinds is None:
            # How a double is written is not specified; see allowed.py.
            kinds = [kind if (kind := g.type()) != "double" else "bool", "null", "type"]
        if kinds:
            arguments.append(g.expression(g.r.choice(kinds), depth))
    listed = ["["]
    for index, argument in enumerate(arguments):
        listed += ([", "] if index else []) + [(argument, CONDITIONAL)]
    return g.method(type, g.text("".join(parts)), "format", Node(("list", "dyn"), MEMBER, listed + ["]"]))


@maker("bytes", weight=2)
def to_bytes(g, type, depth):
    if g.r.random() < 0.6:
        return g.function(type, "bytes", g.expression("string", depth))
    return g.function(type, "base64.decode", g.text(g.r.choice(["", "YQ==", "YQ", "YWJj", "/+8=", "!!", "YWJ", "YQ=", "_-8="])))


# MARK: time


@maker("timestamp", weight=3)
def moved(g, type, depth):
    time, length = g.expression("timestamp", depth), g.expression("duration", depth)
    choice = g.r.randrange(4)
    if choice == 0:
        return g.binary(type, "+", SUM, length, time)
    if choice == 1:
        return g.function(type, "timestamp", g.expression(g.r.choice(["int", "timestamp"]), depth))
    return g.binary(type, g.r.choice("+-"), SUM, time, length)


@maker("duration", weight=3)
def span(g, type, depth):
    if g.r.random() < 0.5:
        return g.binary(type, "-", SUM, g.expression("timestamp", depth), g.expression("timestamp", depth))
    return g.binary(type, g.r.choice("+-"), SUM, g.expression(type, depth), g.expression(type, depth))


# MARK: collections


@maker("list", weight=4)
def transformed(g, type, depth):
    element = type[1]
    kind = g.type(1)
    choice = g.r.randrange(4)
    if choice == 0:
        name = g.fresh()
        body = g.within([(name, element)], lambda: g.expression("bool", depth))
        return g.call(type, [(g.expression(type, depth), MEMBER), f".filter({name}, ", (body, CONDITIONAL), ")"])
    if choice == 1:
        source, names = g.expression(("list", kind), depth), [(g.fresh(), "int"), (g.fresh(), kind)]
        name = "transformList"
    else:
        source, names = g.expression(("list", kind), depth), [(g.fresh(), kind)]
        name = "map"
        if g.r.random() < 0.2:
            key = g.r.choice(KEYS)
            source, names = g.expression(("map", key, kind), depth), [(g.fresh(), key)]
            if g.r.random() < 0.5:
                name, names = "transformList", names + [(g.fresh(), kind)]
    parts = [(source, MEMBER), f".{name}({', '.join(n for n, _ in names)}, "]
    if g.r.random() < 0.3:
        parts += [(g.within(names, lambda: g.expression("bool", depth)), CONDITIONAL), ", "]
    return g.call(type, parts + [(g.within(names, lambda: g.expression(element, depth)), CONDITIONAL), ")"])


@maker("list", weight=3)
def list_function(g, type, depth):
    of = g.expression(type, depth)
    element = type[1]
    choice = g.r.randrange(6)
    if choice == 0:
        return g.method(type, of, g.r.choice(["reverse", "distinct"]))
    if choice == 1:
        return g.method(type, of, "slice", g.index(depth), g.index(depth))
    if choice == 2 and element in ORDERED:
        return g.method(type, of, "sort")
    if choice == 3:
        name = g.fresh()
        body = g.within([(name, element)], lambda: g.plain(g.r.choice(ORDERED), depth))
        return g.call(type, [(of, MEMBER), f".sortBy({name}, ", (body, CONDITIONAL), ")"])
    if choice == 4 and not isinstance(element, tuple):
        return g.method(type, g.expression(("list", type), depth), "flatten")
    if element == "int":
        return g.function(type, "lists.range", g.r.choice([g.index(depth), g.expression("int", 0)]))
    if element == "string":
        if g.r.random() < 0.3:
            return g.function(type, "regex.extractAll", g.expression("string", depth), pattern(g))
        return g.method(type, g.expression("string", depth), "split", g.expression("string", 0), *[g.index(depth)] * (g.r.random() < 0.3))
    return of


@maker("optional", weight=4)
def optional(g, type, depth):
    element = type[1]
    key = g.r.choice(KEYS)
    match g.r.randrange(9):
        case 0: return g.function(type, "optional.ofNonZeroValue", g.plain(element, depth))
        case 1: return g.call(type, [(g.plain(("list", element), depth), MEMBER), "[?", (g.index(depth), CONDITIONAL), "]"])
        case 2: return g.call(type, [(g.plain(("map", key, element), depth), MEMBER), "[?", (g.expression(key, depth), CONDITIONAL), "]"])
        case 3: return g.call(type, [(g.plain(("map", "string", element), depth), MEMBER), f".?{g.r.choice('abck')}"])
        case 4: return g.method(type, g.plain(type, depth), "or", g.plain(type, depth))
        case 5 | 6:
            kind = g.type(1)
            name = g.fresh()
            flat = g.r.random() < 0.5
            body = g.within([(name, kind)], lambda: g.plain(type if flat else element, depth))
            return g.call(type, [(g.plain(("optional", kind), depth), MEMBER), f".{'optFlatMap' if flat else 'optMap'}({name}, ", (body, CONDITIONAL), ")"])
        case 7: return g.method(type, g.plain(("list", element), depth), g.r.choice(["first", "last"]))
        case _:
            if element == "string":
                return g.function(type, "regex.extract", g.expression("string", depth), pattern(g))
            return g.literal(type, depth)


@maker("type", weight=3)
def type_of(g, type, depth):
    return g.function(type, "type", g.expression(g.type() if g.r.random() < 0.9 else g.r.choice(["null", "type"]), depth))


__all__ = ["Grammar"]
