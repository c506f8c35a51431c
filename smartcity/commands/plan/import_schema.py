"""What a file may say: typed rows, the problems found, facts as entities, codes that look alike."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from smartcity.commands.entities import EntitySpec
from smartcity.domain.text import comparable, in_latin, looks_like
from smartcity.store import tables as t


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
    place, other = Place(row.place.sheet, row.place.row, "code"), first.values["code"]
    if other != code:
        yield Problem(place, code, "import.row.alike", {"other": other, "row": first.place.row})
    elif stored is not None:
        yield Problem(place, code, "import.row.alike_stored", {"other": stored})
    elif comparable(code) != looks_like(code):
        yield Problem(place, code, "import.row.other_alphabet", {"latin": in_latin(code)}, is_warning=True)


FACT_ENTITIES = (
    EntitySpec(
        "update",
        t.MilestoneUpdate,
        (),
        ("claim", "percent", "achieved_on", "note"),
        {"milestone": ("milestone", "milestone_id")},
    ),
    EntitySpec(
        "physical_update",
        t.PhysicalUpdate,
        (),
        ("day", "percent", "note"),
        {"programme": ("programme", "programme_id")},
    ),
    EntitySpec(
        "due_date_change",
        t.DueDateChange,
        (),
        ("old_due_on", "new_due_on", "reason", "approved_by", "approved_at"),
        {"milestone": ("milestone", "milestone_id")},
    ),
    EntitySpec(
        "waiting",
        t.Waiting,
        (),
        ("on_party", "since", "note"),
        {
            "milestone": ("milestone", "milestone_id"),
            "on_milestone": ("milestone", "on_milestone_id"),
            "on_agency": ("agency", "on_agency_id"),
        },
    ),
    EntitySpec(
        "statement",
        t.Statement,
        (),
        ("own_rating", "happened", "obstacle", "next_step", "help_needed", "help_from"),
        {
            "programme": ("programme", "programme_id"),
            "period": ("period", "period_id"),
            "obstacle_milestone": ("milestone", "obstacle_milestone_id"),
        },
    ),
    EntitySpec(
        "reading",
        t.Reading,
        (),
        (
            "year",
            "quarter",
            "half",
            "is_not_applicable",
            "value",
            "numerator",
            "denominator",
            "text",
            "note",
            "reason",
        ),
        {"indicator": ("indicator", "indicator_id"), "area": ("area", "area_id")},
        {"is_not_applicable": False},
    ),
    EntitySpec(
        "budget_realisation",
        t.BudgetRealisation,
        (),
        ("quarter", "realised"),
        {"budget": ("budget", "budget_id")},
    ),
)


def with_compound_keys(entity: EntitySpec, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keys that stand in several columns become the one reference they mean."""
    if entity.name == "statement" and values.get("number") is not None:
        return {**values, "period": (values.get("kind") or "quarter", values.get("year"), values["number"])}
    if entity.name == "budget_realisation":
        return {**values, "budget": tuple(values.get(name) for name in ("programme", "year", "source"))}
    return values
