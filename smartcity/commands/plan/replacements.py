"""Verified figures that give way to those of an import: named one by one, and taken only with a reason (P19)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.plan.diff import freeze
from smartcity.commands.plan.import_schema import DraftRow, Problem
from smartcity.domain.enums import Claim, Verdict
from smartcity.store.entities import EntitySpec
from smartcity.store.loaders.claims import load_verdicts
from smartcity.store.loaders.visibility import AsOf

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReplaceableFigure:
    """Facts that get verdicts: what tells of which figure they are, what it is (told by its first field), and why."""

    key: tuple[str, ...]
    figure: tuple[str, ...]
    why: str


REVIEWED_FACTS: Mapping[str, ReplaceableFigure] = {
    "reading": ReplaceableFigure(
        ("indicator_id", "year", "quarter", "half", "area_id"),
        ("value", "numerator", "denominator", "text", "is_not_applicable"),
        "reason",
    ),
    "physical_update": ReplaceableFigure(("programme_id", "day"), ("percent",), "note"),
    "update": ReplaceableFigure(("milestone_id",), ("claim", "percent"), "note"),
}


@dataclass
class Verified:
    """The newest verified row of each figure that stands before a draft is written."""

    plan: CurrentPlan
    _by_entity: dict[str, dict[tuple[Any, ...], Row]] = field(default_factory=dict)

    def replaced_by(self, entity: EntitySpec, row: Row) -> Row | None:
        """The verified row that `row` would replace; what was recorded before it replaces nothing."""
        judged = REVIEWED_FACTS.get(entity.name)
        if judged is None:
            return None
        if entity.name not in self._by_entity:
            self._by_entity[entity.name] = self._read(entity, judged)
        stands = self._by_entity[entity.name].get(_key(judged, row))
        if stands is None or row["recorded_at"] <= stands["recorded_at"]:
            return None
        return stands if _is_other(judged, stands, row) else None

    def _read(self, entity: EntitySpec, judged: ReplaceableFigure) -> dict[tuple[Any, ...], Row]:
        when = AsOf.now(self.plan.session)
        review = next(more for more in entity.attached if "verdict" in more.fields)
        verdicts, rows = load_verdicts(when, review.table, review.owner(entity.table)), when.in_time(entity.table)
        return {_key(judged, row): row for row in rows if verdicts.get(row["id"]) is Verdict.VERIFIED}


def _key(judged: ReplaceableFigure, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in judged.key)


def _is_other(judged: ReplaceableFigure, stands: Row, row: Row) -> bool:
    """Another figure; a claim gives way to a lower one."""
    if judged.figure[0] == "claim":
        return _height(row) < _height(stands)
    return any(freeze(row[name]) != freeze(stands[name]) for name in judged.figure)


def _height(row: Row) -> tuple[int, Any]:
    return tuple(Claim).index(row["claim"]), (row["percent"] or 0) if row["claim"] is Claim.RUNNING else 0


def replaced_problem(entity: EntitySpec, draft: DraftRow, stands: Row) -> Problem:
    """The warning about one row."""
    judged = REVIEWED_FACTS[entity.name]
    figure = next((stands[name] for name in judged.figure if stands[name] is not None), None)
    verified = "—" if isinstance(figure, bool) else figure
    return draft.warning(judged.figure[0], "import.row.replaces_verified", verified=verified)
