"""Reads YAML as the workflow language does: by YAML 1.2's core schema, in which `on` and `no` are text."""
import pathlib
import re

import yaml


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader with the scalars of YAML 1.2."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~", "n~"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def parse(text: str):
    return yaml.load(text, Loader=Loader)


def read(file: pathlib.Path):
    return parse(file.read_text(encoding="utf-8"))
