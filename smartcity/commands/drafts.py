"""What a file said, before anything is written: typed rows with their place, and the problems found on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


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
    """A whole file, noun by noun: `problems` found in reading it, `doubts` against the plan in force.

    `by` stands as author and approver of what does not name its own, `reason` with the dates it moves.
    """

    file_name: str
    file_sha256: str
    rows: Mapping[str, Sequence[DraftRow]]
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    by: str = IMPORT
    reason: str | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in (*self.problems, *self.doubts) if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in (*self.problems, *self.doubts) if problem.is_warning]
