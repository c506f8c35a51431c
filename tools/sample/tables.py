"""Reads the sample's hand-written tables (`isi/`) into frozen values. Knows neither the workbook nor the database."""

import csv
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zlib import crc32

HERE = Path(__file__).parent
TEXTS = HERE / "isi"
PROGRAMME_FILES = ("gv", "br", "ec", "lv", "so", "en")
MILESTONE = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?) (\d{4}-\d{2}(?:-\d{2})?) (\d) ([^|]+?)(?: \| (\w+)(?::(\S+))?)?")


@dataclass(frozen=True)
class Tale:
    """What happened to a milestone: one word of `isi/README.txt` and its date or percent."""

    word: str = ""
    fact: str = ""

    @property
    def day(self) -> date:
        return date.fromisoformat(self.fact)


@dataclass(frozen=True)
class Step:
    """A milestone as written; `due` is the promise now."""

    code: str
    name: str
    weight: int
    starts: date
    due: date
    tale: Tale


@dataclass(frozen=True)
class Action:
    code: str
    kind: str
    name: str
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """A programme as written, with its action plans."""

    code: str
    sub_dimension: str
    lead: str
    supports: tuple[str, ...]
    horizon: str
    mission: str
    name: str
    notes: dict[str, str] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)

    @property
    def steps(self) -> list[Step]:
        return [step for action in self.actions for step in action.steps]

    @property
    def starts(self) -> date:
        return min(step.starts for step in self.steps)

    @property
    def ends(self) -> date:
        return max(step.due for step in self.steps)

    @property
    def is_real(self) -> bool:
        return "nyata" in self.notes


def spread(key: str, size: int) -> int:
    """A number 0…size-1 that always is the same for the same key."""
    return crc32(key.encode()) % size


def rows(name: str) -> Iterator[list[str]]:
    """The rows of one `|` table, blanks stripped, comments left out."""
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


def padded(cells: list[str], size: int) -> list[str]:
    return cells + [""] * (size - len(cells))


def operator(agency: str) -> str:
    """The role that reports for an agency, by its code."""
    return next(f"Operator {row[2]}" for row in rows("opd") if row[0] == agency)


def known_facts(name: str) -> list[dict[str, str]]:
    """The rows of a table of real facts (`fakta/*.csv`)."""
    with (HERE / "fakta" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def programmes() -> list[Plan]:
    """All programmes, in the order of the dimensions."""
    plans: list[Plan] = []
    for name in PROGRAMME_FILES:
        for line in (TEXTS / f"program_{name}.txt").read_text(encoding="utf-8").splitlines():
            _take(plans, line.strip())
    return plans


def _take(plans: list[Plan], line: str) -> None:
    if line.startswith("= "):
        plans.append(_plan(line[2:]))
    elif line.startswith("> "):
        key, _, value = line[2:].partition(": ")
        plans[-1].notes[key] = value
    elif line.startswith("- "):
        kind, _, name = line[2:].partition(": ")
        letter = chr(ord("A") + len(plans[-1].actions))
        plans[-1].actions.append(Action(f"{plans[-1].code}-{letter}", kind, name))
    elif line:
        action = plans[-1].actions[-1]
        action.steps.append(_step(line, f"{action.code}{len(action.steps) + 1}"))


def _plan(text: str) -> Plan:
    code, sub_dimension, owners, horizon, mission, name = (cell.strip() for cell in text.split("|"))
    lead, _, supports = owners.partition(" + ")
    return Plan(code, sub_dimension, lead, tuple(filter(None, supports.split(", "))), horizon, mission, name)


def _step(line: str, code: str) -> Step:
    match = MILESTONE.fullmatch(line)
    if match is None:
        raise ValueError(f"{code}: {line}")
    starts, due, weight, name, word, fact = match.groups()
    return Step(code, name, int(weight), first_day(starts), last_day(due), Tale(word or "", fact or ""))


def first_day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")


def last_day(text: str) -> date:
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = map(int, text.split("-"))
    return date(year, month, monthrange(year, month)[1])
