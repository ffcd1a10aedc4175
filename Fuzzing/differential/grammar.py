"""Random well-typed expressions as trees that can be shrunk. With `dynamic`, operands are wrapped in dyn() and now and then
have a type that does not fit."""

import values as v

# Binding strength: what an operand must have at least to stand without parentheses.
CONDITIONAL, OR, AND, RELATION, SUM, PRODUCT, UNARY, MEMBER = range(8)
SCALARS = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"]
ORDERED = ["int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration"]
KEYS = ["int", "string", "string", "uint", "bool"]
GETTERS = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours",
           "getMinutes", "getSeconds", "getMilliseconds"]


class Node:
    """`parts` are strings and (node, least strength) pairs."""

    def __init__(self, type, strength, parts):
        self.type, self.strength, self.parts = type, strength, parts

    def text(self):
        out = []
        for part in self.parts:
            if isinstance(part, str):
                out.append(part)
            else:
                node, least = part
                text = node.text()
                out.append(f"({text})" if node.strength < least else text)
        return "".join(out)

    def children(self):
        return [part[0] for part in self.parts if not isinstance(part, str)]

    def with_child(self, index, child):
        parts, seen = [], 0
        for part in self.parts:
            if not isinstance(part, str):
                if seen == index:
                    part = (child, part[1])
                seen += 1
            parts.append(part)
        return Node(self.type, self.strength, parts)


def leaf(type, text, strength=MEMBER):
    return Node(type, strength, [text])


SIMPLE = {
    "int": ["0", "1"], "uint": ["0u", "1u"], "double": ["0.0", "1.5"], "bool": ["true", "false"],
    "string": ["''", "'a'"], "bytes": ["b''"], "timestamp": ["timestamp(0)"], "duration": ["duration('1s')"],
    "null": ["null"], "dyn": ["dyn(0)", "dyn('a')"], "type": ["int"],
}


def simple(type):
    """The plainest expressions of a type, for shrinking."""
    if isinstance(type, str):
        return [leaf(type, text) for text in SIMPLE[type]]
    return [leaf(type, {"list": "[]", "map": "{}", "optional": "optional.none()"}[type[0]])]


class Grammar:
    def __init__(self, r, dynamic=False):
        self.r, self.dynamic = r, dynamic
        self.scope = []
        self.names = 0

    # MARK: choices

    def type(self, depth=2):
        r = self.r.random()
        if depth == 0 or r < 0.75:
            return self.r.choice(SCALARS)
        if r < 0.88:
            return ("list", self.type(depth - 1))
        return ("map", self.r.choice(KEYS), self.type(depth - 1))

    def expression(self, type, depth):
        r = self.r.random()
        if self.dynamic and r < 0.3:
            wanted = type if self.r.random() < 0.75 else self.type()
            if isinstance(wanted, tuple) and wanted[0] == "optional":
                return self.plain(wanted, depth)
            return Node("dyn", MEMBER, ["dyn(", (self.plain(wanted, depth), CONDITIONAL), ")"])
        return self.plain(type, depth)

    def plain(self, type, depth):
        if type == "dyn":
            return self.dyn(depth)
        names = [name for name, kind in self.scope if kind == type]
        names += [name for name, kind in v.VARIABLES.items() if kind == type]
        if names and self.r.random() < (0.25 if depth else 0.4):
            return leaf(type, self.r.choice(names))
        if depth <= 0:
            return self.literal(type, 0)
        if self.r.random() < 0.12:
            return self.any(type, depth)
        kind = type if isinstance(type, str) else type[0]
        makers = self.makers[kind]
        return self.r.choice(makers)(self, type, depth - 1)

    def any(self, type, depth):
        """What every type has."""
        e = self.expression
        d = depth - 1
        choice = self.r.randrange(6)
        if choice == 0:
            return Node(type, CONDITIONAL, [(e("bool", d), OR), " ? ", (e(type, d), OR), " : ", (e(type, d), CONDITIONAL)])
        if choice == 1:
            return self.call(type, [(e(("list", type), d), MEMBER), "[", (self.index(d), CONDITIONAL), "]"])
        if choice == 2:
            key = self.r.choice(KEYS)
            return self.call(type, [(e(("map", key, type), d), MEMBER), "[", (e(key, d), CONDITIONAL), "]"])
        if choice == 3:
            name = self.fresh()
            kind = self.type(1)
            value = self.plain(kind, d)
            body = self.within([(name, kind)], lambda: e(type, d))
            # cel-cpp computes the value when it is first used, and never otherwise: here it is always used.
            body = Node(type, CONDITIONAL, [f"size([{name}]) > 0 ? ", (body, OR), " : ", (self.literal(type, 0), CONDITIONAL)])
            return self.call(type, [f"cel.bind({name}, ", (value, CONDITIONAL), ", ", (body, CONDITIONAL), ")"])
        if isinstance(type, tuple) and type[0] == "optional":
            return self.literal(type, d)
        if choice == 4:
            return self.call(type, [(e(("optional", type), d), MEMBER), ".orValue(", (e(type, d), CONDITIONAL), ")"])
        return self.call(type, [(e(("optional", type), d), MEMBER), ".value()"])

    def index(self, depth):
        return leaf("int", str(self.r.choice([0, 0, 0, 1, 1, 2]))) if self.r.random() < 0.8 else self.expression("int", depth)

    def dyn(self, depth):
        r = self.r.random()
        if r < 0.35:
            base = self.r.choice(["x", "z", "md", "x.a", "md.a", "x.b", "md.b.c", "x[0]", "ld[0]", "ld[1]"])
            return leaf("dyn", base)
        if r < 0.45:
            return leaf("dyn", "dyn(null)")
        return Node("dyn", MEMBER, ["dyn(", (self.plain(self.type(), depth - 1), CONDITIONAL), ")"])

    # MARK: building

    def fresh(self):
        self.names += 1
        return f"v{self.names}"

    def within(self, names, make):
        self.scope += names
        try:
            return make()
        finally:
            del self.scope[-len(names):]

    def call(self, type, parts):
        return Node(type, MEMBER, parts)

    def function(self, type, name, *arguments):
        parts = [name + "("]
        for index, argument in enumerate(arguments):
            parts += ([", "] if index else []) + [(argument, CONDITIONAL)]
        return Node(type, MEMBER, parts + [")"])

    def method(self, type, receiver, name, *arguments):
        parts = [(receiver, MEMBER), f".{name}("]
        for index, argument in enumerate(arguments):
            parts += ([", "] if index else []) + [(argument, CONDITIONAL)]
        return Node(type, MEMBER, parts + [")"])

    def binary(self, type, operator, strength, left, right):
        return Node(type, strength, [(left, strength), f" {operator} ", (right, strength + 1)])

    def text(self, text):
        return leaf("string", v.text_literal(self.r, text))

    def literal(self, type, depth):
        r = self.r
        match type:
            case "int":
                n = v.pick_int(r)
                text = hex(n) if n >= 0 and r.random() < 0.1 else str(n)
                return leaf(type, text, UNARY if n < 0 else MEMBER)
            case "uint": return leaf(type, f"{v.pick_uint(r)}u")
            case "double":
                if r.random() < 0.1:
                    return leaf(type, r.choice(["(0.0 / 0.0)", "(1.0 / 0.0)", "(-1.0 / 0.0)"]))
                text = v.double_literal(v.pick_double(r))
                return leaf(type, text, UNARY if text.startswith("-") else MEMBER)
            case "bool": return leaf(type, r.choice(["true", "false"]))
            case "string": return self.text(v.pick_text(r))
            case "bytes": return leaf(type, v.bytes_literal(r, v.pick_bytes(r)))
            case "timestamp": return leaf(type, f"timestamp('{r.choice(v.TIMES if r.random() < 0.97 else v.BAD_TIMES)}')")
            case "duration":
                return leaf(type, f"duration('{r.choice(v.DURATIONS if r.random() < 0.97 else v.BAD_DURATIONS)}')")
            case "null": return leaf(type, "null")
            case "dyn": return self.dyn(depth)
            case "type": return leaf(type, r.choice(["int", "uint", "double", "bool", "string", "bytes", "list", "map",
                                                     "null_type", "type", "google.protobuf.Timestamp"]))
            case ("list", element):
                parts = ["["]
                for index in range(r.randrange(5)):
                    parts += ([", "] if index else []) + self.element(element, depth)
                return Node(type, MEMBER, parts + ["]"])
            case ("map", key, element):
                parts, seen = ["{"], set()
                for _ in range(r.randrange(4)):
                    k = self.plain(key, 0)
                    if k.text() in seen and r.random() < 0.9:
                        continue
                    if seen:
                        parts.append(", ")
                    seen.add(k.text())
                    e = self.element(element, depth)
                    if len(e) == 2:
                        parts.append("?")
                        e = e[1:]
                    parts += [(k, CONDITIONAL), ": "] + e
                return Node(type, MEMBER, parts + ["}"])
            case ("optional", element):
                if r.random() < 0.3:
                    return leaf(type, "optional.none()")
                return self.function(type, "optional.of", self.plain(element, max(0, depth)))
        raise ValueError(type)

    def element(self, element, depth):
        nested = isinstance(element, tuple) and element[0] == "optional"
        if self.r.random() < 0.06 and not nested:
            return ["?", (self.plain(("optional", element), max(0, depth - 1)), CONDITIONAL)]
        return [(self.expression(element, max(0, depth - 1)), CONDITIONAL)]

    makers = {}


def maker(*kinds, weight=1):
    def register(function):
        for kind in kinds:
            Grammar.makers.setdefault(kind, []).extend([function] * weight)
        return function
    return register
