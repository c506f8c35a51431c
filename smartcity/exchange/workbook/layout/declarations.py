"""What the workbook knows in words, from the files beside this module: headings, other names, official dimensions."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def declared(name: str) -> Mapping[str, Any]:
    """The tables of one file, in its order."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def spellings(names: str) -> tuple[str, ...]:
    """Several names in one text, with semicolons between them."""
    return tuple(name.strip() for name in names.split(";") if name.strip())
