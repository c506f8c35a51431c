"""What a sheet and a column are: headings and examples are the file's own, all else is as the tables have it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from smartcity.commands.plan.import_schema import fields_of, key_of


@cache
def declared(name: str) -> Mapping[str, Any]:
    """The tables of one file, in its order."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def spellings(names: str) -> tuple[str, ...]:
    """Several names in one text, with semicolons between them."""
    return tuple(name.strip() for name in names.split(";") if name.strip())


class Cell(StrEnum):
    """What a column holds; also the key of its line of help."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    INSTANT = "instant"
    TIME = "time"
    DECIMAL = "decimal"
    INTEGER = "integer"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"
    QUARTER = "quarter"
    CODES = "codes"
    NAMES = "names"
    ZONE = "zone"
    SCHEME = "scheme"
    SCALE = "scale"
    HALF = "half"


class Edge(StrEnum):
    """Which end of a period a day is where only the period is told."""

    START = "start"
    END = "end"


# By the kind of the values, unless the field is written in a manner of its own.
CELLS: Mapping[type, Cell] = {
    str: Cell.TEXT,
    date: Cell.DAY,
    datetime: Cell.INSTANT,
    time: Cell.TIME,
    Decimal: Cell.DECIMAL,
    int: Cell.INTEGER,
    bool: Cell.YES_NO,
}
OWN_MANNER: Mapping[tuple[str, type], Cell] = {
    ("code", str): Cell.CODE,
    ("percent", int): Cell.PERCENT,
    ("quarter", int): Cell.QUARTER,
    ("number", int): Cell.QUARTER,
    ("half", int): Cell.HALF,
    ("zone", str): Cell.ZONE,
    ("aliases", list): Cell.NAMES,
    ("health_scheme", list): Cell.SCHEME,
    ("predicate_scale", list): Cell.SCALE,
}
# Days that begin something, and days that are no end of a period; every other day may be told as its end.
STARTS = ("starts_on", "opens_on", "valid_from", "since")
DAYS_PROPER = ("held_on", "cancelled_on", "postponed_on")


@dataclass(frozen=True, slots=True)
class Column:
    """`refers` names the entity whose code stands here; `choices` the closed list whose labels stand here.

    A day with an `edge` may be told as a period. Decimals keep `digits` before and `places` after the mark, texts have
    at most `most` letters.
    """

    field: str
    heading: str
    cell: Cell
    required: bool
    refers: str | None
    choices: type[StrEnum] | None
    digits: int
    places: int
    most: int
    edge: Edge | None
    example: object


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entity; `key` are the fields that tell two rows apart, () for facts, which differ by all they say.

    `other_names` are what else real files call it.
    """

    entity: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    other_names: tuple[str, ...]


def sheet(entity: str, title: str, columns: Mapping[str, Any], names: str = "") -> Sheet:
    """As declared: by field a heading, or a heading and an example."""
    pairs = {name: [named] if isinstance(named, str) else named for name, named in columns.items()}
    declared = tuple(_column(entity, name, *pair) for name, pair in pairs.items())
    return Sheet(entity, title, key_of(entity), declared, spellings(names))


def _column(entity: str, field: str, heading: str, example: Any = None) -> Column:
    spec = fields_of(entity)[field]
    if spec.refers:
        cell = Cell.CODES if spec.is_list else Cell.CODE
    else:
        cell = Cell.CHOICE if spec.choices else OWN_MANNER.get((field, spec.kind)) or CELLS[spec.kind]
    edge = None if cell is not Cell.DAY or field in DAYS_PROPER else Edge.START if field in STARTS else Edge.END
    return Column(
        field,
        heading,
        cell,
        spec.is_required,
        spec.refers,
        spec.choices,
        spec.digits,
        spec.places,
        spec.most,
        edge,
        _typed(example, spec.choices),
    )


def _typed(example: Any, choices: type[StrEnum] | None) -> object:
    if example is None or choices is None:
        return tuple(example) if isinstance(example, list) else example
    return choices(example)
