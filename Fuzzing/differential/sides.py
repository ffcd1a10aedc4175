"""The two implementations, each as a function from (expression, bindings) to an answer:
("value", V) | ("error", code, message) | ("issue", code, message), V tagged by type."""

import datetime
import json
import signal
import struct
import subprocess

from cel_expr_python import cel

import values as v

EXTENSIONS = ["strings", "math", "optional", "bindings", "encoders", "lists", "sets", "regex", "two-var-comprehensions"]
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def bits(number):
    return str(struct.unpack("<Q", struct.pack("<d", number))[0])


def tag(value):
    """A Python value (a binding) as our side reads it."""
    match value:
        case None: return ["null"]
        case bool(): return ["bool", value]
        case int(): return ["int", str(value)]
        case float(): return ["double", bits(value)]
        case str(): return ["string", value]
        case bytes(): return ["bytes", list(value)]
        case list(): return ["list", [tag(x) for x in value]]
        case dict(): return ["map", [[tag(k), tag(x)] for k, x in value.items()]]
        case datetime.datetime():
            micros = (value - EPOCH) // datetime.timedelta(microseconds=1)
            return ["timestamp", micros // 1_000_000, micros % 1_000_000 * 1000]
        case datetime.timedelta():
            micros = value // datetime.timedelta(microseconds=1)
            seconds = int(micros / 1_000_000) if abs(micros) < 2**53 else micros // 1_000_000
            return ["duration", seconds, (micros - seconds * 1_000_000) * 1000]
    raise ValueError(repr(value))


class Ours:
    """The fuzzing program as a co-process; started again should it die or think for longer than `patience` seconds."""

    patience = 20

    def __init__(self, program):
        self.program = program
        signal.signal(signal.SIGALRM, lambda *_: self.process.kill())
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "answer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1)

    def ask(self, expression, bindings):
        tagged = {name: tag(value) for name, value in bindings.items()}
        if "u" in tagged:
            tagged["u"][0] = "uint"
        signal.alarm(self.patience)
        try:
            self.process.stdin.write(json.dumps({"expression": expression, "bindings": tagged}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            signal.alarm(0)
        if not line:
            code = self.process.wait()
            self.start()
            return ("crash", "trap", f"the program ended with {code}")
        answer = json.loads(line)
        return ("value", normal(answer[1])) if answer[0] == "value" else tuple(answer)


class Theirs:
    """cel-cpp through its official Python binding."""

    def __init__(self):
        config = cel.NewEnvConfigFromYaml("extensions:\n" + "".join(f" - name: {name}\n" for name in EXTENSIONS))
        self.env = cel.NewEnv(variables={name: self.type(kind) for name, kind in v.VARIABLES.items()}, config=config)

    def type(self, kind):
        match kind:
            case ("list", element): return cel.Type.List(self.type(element))
            case ("map", key, element): return cel.Type.Map(self.type(key), self.type(element))
        return getattr(cel.Type, kind.upper())

    def ask(self, expression, bindings):
        try:
            program = self.env.compile(expression)
        except Exception as failure:
            return ("issue", "", str(failure).split("\n")[0])
        try:
            result = program.eval(data=bindings)
            if self.kind(result) == "ERROR":
                return ("error", "", str(result.plain_value()))
            return ("value", normal(self.tagged(result)))
        except Exception as failure:
            return ("error", "binding", f"{type(failure).__name__}: {failure}".split("\n")[0])

    def kind(self, value):
        return value.type().name().split("<")[0]

    def tagged(self, value):
        kind = self.kind(value)
        if kind == "LIST":
            return ["list", [self.tagged(x) for x in value.value()]]
        if kind == "MAP":
            return ["map", [[tag(k), self.tagged(x)] for k, x in value.value().items()]]
        plain = value.plain_value()
        match kind:
            case "UINT": return ["uint", str(plain)]
            case "BYTES": return ["bytes", list(plain)]
            case "TYPE": return ["type", self.type_name(plain)]
            case "ERROR": raise RuntimeError(f"an error inside: {plain}")
        return tag(plain)

    def type_name(self, type):
        name = type.name().split("<")[0].lower()
        return {"null": "null_type", "timestamp": "google.protobuf.Timestamp", "duration": "google.protobuf.Duration",
                "optional": "optional_type"}.get(name, name)


def normal(value):
    """What both sides can be compared by: the binding gives times by the microsecond, keys of maps without their type, and
    no order of entries."""
    match value:
        case ["list", elements]: return ["list", [normal(x) for x in elements]]
        case ["map", entries]:
            return ["map", sorted(([key(k), normal(x)] for k, x in entries), key=lambda e: json.dumps(e[0]))]
        case ["double", pattern]:
            number = struct.unpack("<d", struct.pack("<Q", int(pattern)))[0]
            return ["double", "nan" if number != number else repr(number)]
        case ["timestamp" | "duration" as kind, seconds, nanos]:
            total = seconds * 10**9 + nanos
            # Durations are cut towards zero, instants towards the past.
            return [kind, -(-total // 1000) if kind == "duration" and total < 0 else total // 1000]
        case ["type", name] if name == "optional": return ["type", "optional_type"]
    return value


def key(k):
    return ["number", k[1]] if k[0] in ("int", "uint") else k
