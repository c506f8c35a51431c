"""What a file may say: typed rows, the problems found, facts as entities, codes that look alike."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from smartcity.domain.enums import PeriodKind
from smartcity.domain.text import comparable, in_latin, looks_like
from smartcity.store.entities import ENTITIES, EntitySpec, FieldSpec


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file: sheet, row as numbered there, heading of the column (None for the whole row)."""

    sheet: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """`key` names the sentence that says what is wrong and what to do; a warning does not stop the import.

    `value` keeps its type: who shows the problem writes it as people do.
    """

    place: Place
    value: object
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    is_warning: bool = False


@dataclass(slots=True)
class DraftRow:
    """One row: field → value, references as codes."""

    place: Place
    values: dict[str, Any]

    def error(self, name: str, key: str, /, *, cell: object = None, **facts: object) -> Problem:
        """About one field, with its value or what else stands in its `cell`."""
        place = Place(self.place.sheet, self.place.row, name)
        return Problem(place, self.values.get(name) if cell is None else cell, key, facts)

    def warning(self, name: str, key: str, /, *, cell: object = None, **facts: object) -> Problem:
        return replace(self.error(name, key, cell=cell, **facts), is_warning=True)


IMPORT = "import"


@dataclass(slots=True)
class PlanDraft:
    """A whole file, entity by entity: `problems` found in reading it, `doubts` against the plan in force.

    `by` stands as author and approver of what does not name its own, `reason` with the dates it moves.
    """

    file_name: str
    file_sha256: str
    rows: Mapping[str, Sequence[DraftRow]]
    problems: list[Problem] = field(default_factory=list)
    plan_problems: list[Problem] = field(default_factory=list)
    by: str = IMPORT
    reason: str | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in (*self.problems, *self.plan_problems) if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in (*self.problems, *self.plan_problems) if problem.is_warning]


def doubles(rows: Sequence[DraftRow], stored: Set[Any]) -> Iterator[Problem]:
    """Rows whose code looks like that of another row of the sheet, or like one of `stored`; a warning for a new one in
    letters of another alphabet.

    A code that is stored exactly so is no double: the row is meant that bears it.
    """
    seen: dict[str, DraftRow] = {}
    existing = {looks_like(code): code for code in sorted(stored, reverse=True)}
    for row in rows:
        code = row.values.get("code")
        if code is None:
            continue
        form = looks_like(code)
        first = seen.setdefault(form, row)
        if code not in stored:
            yield from _double(row, code, first, existing.get(form))


def _double(row: DraftRow, code: str, first: DraftRow, stored: str | None) -> Iterator[Problem]:
    other = first.values["code"]
    if other != code:
        yield row.error("code", "import.row.alike", other=other, row=first.place.row)
    elif stored is not None:
        yield row.error("code", "import.row.alike_stored", other=stored)
    elif comparable(code) != looks_like(code):
        yield row.warning("code", "import.row.other_alphabet", latin=in_latin(code))


def fields_of(entity: str) -> Mapping[str, FieldSpec]:
    """What a file may say of a row of the entity."""
    return ENTITIES[entity].fields


def key_of(entity: str) -> tuple[str, ...]:
    """The fields that tell two rows apart; () for facts, which differ by all they say."""
    return ENTITIES[entity].key


def with_compound_keys(entity: EntitySpec, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keys that stand in several columns become the one reference they mean; without a kind a period is a quarter."""
    if not entity.compound:
        return values
    given = {**values, "kind": values.get("kind") or PeriodKind.QUARTER}
    return {**values, **{name: tuple(given.get(part) for part in key) for name, key in entity.compound.items()}}
