"""Imports and locks. A period that locked while this database knew it takes nothing more, whatever a file says of when;
what locked before it came here is history and takes what was recorded in time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.commands.locks import calendar
from smartcity.commands.owners import owner_of
from smartcity.commands.plan_diff import Diff
from smartcity.commands.plan_nouns import Noun
from smartcity.commands.plan_store import Standing
from smartcity.domain.periods import Calendar, Period, measured_in
from smartcity.store import tables as t
from smartcity.store.loaders.calendar import periods_of

COLUMN = {
    "update": "achieved_on",
    "physical_update": "day",
    "statement": "number",
    "reading": "quarter",
    "budget_realisation": "quarter",
}


@dataclass
class Locks:
    """The locks that stand before a draft is written; periods that the draft itself brings lock nothing in it."""

    standing: Standing
    diff: Diff
    at: datetime
    _periods: dict[date, Period | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = calendar(self.standing.session)
        fresh = periods_of(self.diff.fresh.get("period", ()))
        self.every = Calendar((*self.known.periods, *fresh), (), self.known.zone)
        self.fresh = {period.id for period in fresh}
        self.since = _known_since(self.standing)

    @property
    def today(self) -> date:
        """The local day of the import."""
        return self.known.today(self.at)

    def refusal(self, noun: Noun, draft: DraftRow, row: Mapping[str, Any]) -> Problem | None:
        """The problem of a new fact that comes too late; `row` are its columns."""
        period = self._period(noun.name, draft.values, row)
        if period is None or period.id in self.fresh:
            return None
        told_at = self.at if self._was_watched(period) else draft.values.get("recorded_at") or self.at
        if not period.dates.is_locked(self.known.today(told_at)):
            return None
        if self.known.excepted(period, owner_of(noun.name, row, self._row), self.at):
            return None
        return _problem(draft, COLUMN[noun.name], "import.row.locked", period)

    def changed_periods(self, draft: PlanDraft) -> Iterator[Problem]:
        """A locked period keeps its dates."""
        changed = {change.row_id for change in self.diff.changes if change.noun.name == "period"}
        for row in draft.rows.get("period", ()):
            key = tuple(row.values[name] for name in ("kind", "year", "number"))
            period = self.known.period(self.standing.ids["period"][key])
            if period is not None and period.id in changed and period.dates.is_locked(self.known.today(self.at)):
                yield _problem(row, "closes_on", "import.row.locked_dates", period)

    def _period(self, noun: str, values: Mapping[str, Any], row: Mapping[str, Any]) -> Period | None:
        if noun == "statement":
            return self.every.period(row["period_id"])
        if noun == "update":
            return self._telling(row["achieved_on"])
        if noun == "physical_update":
            return self._telling(row["day"])
        if noun in ("reading", "budget_realisation"):
            name, _ = measured_in(values["year"], values.get("quarter"), values.get("half"))
            return self.every.covering(name.ends_on)
        return None

    def _telling(self, day: date | None) -> Period | None:
        if day is not None and day not in self._periods:
            self._periods[day] = self.every.period_of(day)
        return None if day is None else self._periods[day]

    def _row(self, noun: str, number: int) -> Mapping[str, Any]:
        found = self.standing.rows[noun].get(number)
        return found or next(row for row in self.diff.fresh[noun] if row["id"] == number)

    def _was_watched(self, period: Period) -> bool:
        locked_at = datetime.combine(period.dates.locks_on, time(), self.known.zone)
        return locked_at > self.since[period.id]


def _known_since(standing: Standing) -> dict[int, datetime]:
    """When each period came here: the instant of its import, not the one its file claims."""
    batch: Any = t.Batch
    instants = {row.id: row.recorded_at for row in standing.session.execute(select(batch.id, batch.recorded_at))}
    return {number: instants[row["batch_id"]] for number, row in standing.rows["period"].items()}


def _problem(draft: DraftRow, column: str, key: str, period: Period) -> Problem:
    place = Place(draft.place.sheet, draft.place.row, column)
    facts = {"period": str(period.name), "since": f"{period.dates.locks_on:%d/%m/%Y}"}
    return Problem(place, draft.values.get(column), key, facts)
