"""Literals and bindings: the values at which implementations part."""

import datetime
import math
import random
import struct

INTS = [0, 1, -1, 2, 3, 5, 7, 10, 12, 63, 64, -64, 100, 255, 256, 2**31, -(2**31), 2**53, 2**53 + 1, -(2**53) - 1,
        2**63 - 1, 2**63 - 2, -(2**63), -(2**63) + 1, 2**62, 999999999, 253402300799, 253402300800, -62135596800]
UINTS = [0, 1, 2, 3, 7, 10, 63, 64, 255, 2**31, 2**53, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1, 2**64 - 2]
DOUBLES = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, 3.0, 0.1, 1e-7, 123456.789, 1e6, 1e15, 1e16, 1e21, 1e22, 1e100,
           1e308, 5e-324, 2.2250738585072014e-308, 9007199254740993.0, 9.223372036854775e18, 9.223372036854775807e18,
           -9.223372036854775808e18, 1.8446744073709552e19, 0.3, 1 / 3, 100.0, 1e5, 12345678.9]
TEXTS = ["", "a", "b", "abc", "ABC", "aXb", " a b ", "é", "e\u0301", "😀", "ß", "İ", "ñandú", "日本語", "\n", "\t x \r\n",
         "'", '"', "\\", "a,b,c", "1", "-1", "42", "1.5", "1e3", "true", "false", "TRUE", "%s", "\u200d", "\u00a0",
         "aaa", "abcabc", "banana", "0x10", " 1", "NaN", "Infinity", "\x00", "\x7f", "👩‍👩‍👧", "\u2028", "z", "Z"]
BYTES = [b"", b"a", b"abc", b"\x00", b"\xff", b"\xff\xfe", "é".encode(), b"\xc3", b"ab\x80", "😀".encode()]
TIMES = ["1970-01-01T00:00:00Z", "2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z", "2027-10-31T00:30:00Z",
         "2027-10-31T01:30:00.5Z", "2024-02-29T23:59:59.999Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
         "9999-12-31T23:59:59.999999999Z", "2000-01-01T12:00:00+14:00", "1969-12-31T23:59:59.123456789-05:30",
         "1900-03-01T00:00:00Z", "2027-12-31T18:00:00.000001Z", "2262-04-11T23:47:16Z", "1677-09-21T00:12:43Z"]
BAD_TIMES = ["", "2027-02-30T00:00:00Z", "2027-01-01", "2027-01-01T00:00:00", "2027-01-01T24:00:00Z",
             "2027-13-01T00:00:00Z", "10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "2027-01-01T00:00:00+25:00"]
DURATIONS = ["0s", "1s", "-1s", "1h30m", "1.5h", "90m", "1ms", "1us", "1ns", "-1h2m3.004005006s", "2562047h",
             "106751d", "9223372036s", "0.000000001s", "3600s", "1m1m", "1h", "24h", "8760h", "-0.5s", "315576000000s"]
BAD_DURATIONS = ["", "1", "s", "1d", "1x", "1h-1m", "--1s", "99999999999h", "1.s.", " 1s", "1s "]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "+02:00",
         "-02:30", "02:00", "-00:00", "+14:00"]
BAD_ZONES = ["Nowhere/Land", "+2", "europe"]
PATTERNS = ["a", "^a", "b$", "a+", "[a-c]+", "(a|b)*c", r"\\d+", r"\\w", r"\\s", "(?i)abc", "a{2,3}", ".", "^$", r"\\bb",
            r"\\pL", "[^a]", "(?:ab)+", "(a)(b)?", r"[[:alpha:]]+", "x*", r"\\x{e9}", r"(?s).", "(?P<n>a)"]
BAD_PATTERNS = ["(", "[", "a**", r"\\1", "(?=a)", "a{1001}"]
FIELDS = ["a", "b", "c", "k", "é", "1"]


def pick_int(r):
    n = r.random()
    if n < 0.45:
        return r.choice([0, 1, 2, 3, -1, 4, 5])
    return r.choice(INTS) if n < 0.9 else r.randrange(-(2**63), 2**63)


def pick_uint(r):
    n = r.random()
    if n < 0.45:
        return r.choice([0, 1, 2, 3, 4])
    return r.choice(UINTS) if n < 0.9 else r.randrange(0, 2**64)


def pick_double(r):
    n = r.random()
    if n < 0.8:
        return r.choice(DOUBLES)
    if n < 0.9:
        return r.randrange(-1000, 1000) / r.choice([1, 2, 4, 5, 10, 100])
    number = struct.unpack("<d", struct.pack("<Q", r.getrandbits(64)))[0]
    return number if math.isfinite(number) else 1.0


def pick_text(r):
    n = r.random()
    if n < 0.75:
        return r.choice(TEXTS)
    return "".join(r.choice(TEXTS) for _ in range(r.randrange(2, 4)))


def pick_bytes(r):
    return r.choice(BYTES)


def text_literal(r, text, prefix=""):
    """The text as one of the ways in which CEL can write it."""
    style = r.randrange(4)
    if style == 0 and not prefix and "\\" not in text and "'" not in text and text.isprintable():
        return "r'" + text + "'"
    quote = r.choice(["'", '"', "'''", '"""'])
    out = []
    for c in text:
        code = ord(c)
        if c == "\\" or c in "'\"":
            out.append("\\" + c)
        elif c == "\n":
            out.append("\\n")
        elif code < 32 or code == 127 or code in (0x2028, 0x200D, 0xA0, 0x301):
            out.append(f"\\u{code:04x}")
        elif style == 1 and code <= 0xFFFF:
            out.append(f"\\u{code:04x}")
        elif style == 2 and r.random() < 0.5:
            out.append(f"\\U{code:08x}")
        else:
            out.append(c)
    return prefix + quote + "".join(out) + quote


def bytes_literal(r, data):
    style = r.randrange(3)
    if style == 0:
        return "b'" + "".join(f"\\x{x:02x}" for x in data) + "'"
    if style == 1:
        return "b'" + "".join(f"\\{x:03o}" for x in data) + "'"
    return "b'" + "".join(chr(x) if 32 <= x < 127 and chr(x) not in "'\\" else f"\\x{x:02x}" for x in data) + "'"


def double_literal(number):
    text = repr(number)
    return text if "e" in text or "." in text else text + ".0"


# Variables: the same names and types stand in Fuzz/Answers.swift.
VARIABLES = {
    "i": "int", "u": "uint", "d": "double", "b": "bool", "s": "string", "y": "bytes", "t": "timestamp",
    "r": "duration", "l": ("list", "int"), "ls": ("list", "string"), "ld": ("list", "dyn"),
    "m": ("map", "string", "int"), "mi": ("map", "int", "string"), "md": ("map", "string", "dyn"), "x": "dyn",
    "z": "dyn",
}


def bindings(r):
    """A value for each variable, as Python values that cel-cpp's binding takes."""
    def dyn(depth=2):
        # The binding takes no times inside of lists and maps.
        kinds = ["int", "double", "bool", "string", "null", "bytes"] + ["timestamp", "duration"] * (depth == 2)
        if depth:
            kinds += ["list", "map", "map"]
        return value(r.choice(kinds), depth)

    def value(kind, depth=2):
        match kind:
            case "int": return pick_int(r)
            case "uint": return pick_uint(r)
            case "double": return r.choice([math.nan, math.inf, -math.inf]) if r.random() < 0.1 else pick_double(r)
            case "bool": return r.random() < 0.5
            # The binding ends texts at a zero byte.
            case "string": return pick_text(r).replace("\x00", "")
            case "null": return None
            case "bytes": return pick_bytes(r).replace(b"\x00", b"")
            case "timestamp":
                return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(
                    microseconds=r.choice([0, 1, 1_806_192_000_500_000, 1_824_937_200_000_000, -1, -62135596799_000_000]))
            case "duration": return datetime.timedelta(microseconds=r.choice([0, 1, -1, 5_400_000_000, 86_400_000_001]))
            case "dyn": return dyn(depth)
            case "list": return [dyn(min(depth, 2) - 1) for _ in range(r.randrange(4))]
            case "map": return {r.choice(FIELDS): dyn(min(depth, 2) - 1) for _ in range(r.randrange(4))}
            case ("list", element): return [value(element, 1) for _ in range(r.randrange(5))]
            case ("map", key, element):
                keys = (r.choice(FIELDS) for _ in range(r.randrange(4)))
                if key == "int":
                    keys = (r.choice([0, 1, 2, -1, 2**63 - 1]) for _ in range(r.randrange(4)))
                return {k: value(element, 1) for k in keys}
        raise ValueError(kind)

    return {name: value(kind) for name, kind in VARIABLES.items()}


def random_source(seed):
    return random.Random(seed)
