"""Dates of a draft: starts that are estimated, days that have not come, periods that are locked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from smartcity.commands.contexts.current_plan import CurrentPlan, calendar
from smartcity.commands.plan.diff import Diff
from smartcity.commands.plan.import_schema import DraftRow, PlanDraft, Problem
from smartcity.domain.calendar import Calendar, Period, measured_in
from smartcity.domain.enums import Claim
from smartcity.domain.plan.milestones import estimated_start
from smartcity.store.entities import EntitySpec
from smartcity.store.loaders.owners import owner_of
from smartcity.store.loaders.reporting import build_periods, imported_since
from smartcity.store.loaders.visibility import AsOf


def estimate_starts(draft: PlanDraft, current: CurrentPlan) -> Iterator[Problem]:
    """Changes the rows in place and yields a warning for each; a file without the column changes no stored start."""
    begun = _begun(draft, current)
    wrong = {(problem.place.sheet, problem.place.row) for problem in draft.problems if not problem.is_warning}
    for row in draft.rows.get("milestone", ()):
        if (row.place.sheet, row.place.row) in wrong:
            continue
        values = row.values
        stored = current.rows["milestone"].get(current.ids["milestone"].get(values.get("code"), 0))
        if values.get("starts_on") is not None and not values.get("start_is_estimated"):
            values["start_is_estimated"] = False
        elif not stored or "starts_on" in values:
            is_held = stored is not None and stored["start_is_estimated"]
            start = stored["starts_on"] if is_held and stored else _start(values, begun)
            if start is not None:
                row.values |= {"starts_on": start, "start_is_estimated": True}
                yield row.warning("starts_on", "import.row.start", cell="")


def _begun(draft: PlanDraft, current: CurrentPlan) -> dict[Any, date]:
    """By action plan the start of its programme, as the file tells it, else as it is stored."""
    programmes = {row["code"]: row["starts_on"] for row in current.rows["programme"].values()}
    owners = {
        row["code"]: current.rows["programme"][row["programme_id"]]["code"]
        for row in current.rows["action_plan"].values()
    }
    programmes |= {row.values.get("code"): row.values.get("starts_on") for row in draft.rows.get("programme", ())}
    owners |= {row.values.get("code"): row.values.get("programme") for row in draft.rows.get("action_plan", ())}
    return {plan: start for plan, owner in owners.items() if (start := programmes.get(owner)) is not None}


def _start(values: Mapping[str, Any], begun: Mapping[Any, date]) -> date | None:
    """None where the programme or the due date is not known: rules of their own say so."""
    start, due_on = begun.get(values.get("action_plan")), values.get("due_on")
    return estimated_start(start, due_on) if start and due_on else None


Values = Mapping[str, Any]
YEARS, MONTHS = range(1900, 2201), range(1, 13)


def _achieved(values: Values) -> date | None:
    return values.get("achieved_on") if values.get("claim") is Claim.DONE else None


def _measured(values: Values) -> date | None:
    return values.get("day") if values.get("percent") is not None else None


def _period(values: Values) -> date | None:
    """The first day of its period, where anything is told of it."""
    if all(values.get(name) is None for name in ("value", "numerator", "denominator", "text", "realised")):
        return None
    year, quarter, half = (values.get(name) for name in ("year", "quarter", "half"))
    month = 3 * quarter - 2 if quarter else 7 if half == 2 else 1
    return date(year, month, 1) if year is not None and year in YEARS and month in MONTHS else None


# By entity: the field that is named, the day that must have come, the sentence about it.
NOT_TO_COME: Mapping[str, tuple[str, Callable[[Values], date | None], str]] = {
    "update": ("achieved_on", _achieved, "objection.day_to_come"),
    "physical_update": ("day", _measured, "import.row.day_to_come"),
    "reading": ("year", _period, "import.row.period_to_come"),
    "budget_realisation": ("year", _period, "import.row.period_to_come"),
}


def days_to_come(draft: PlanDraft, today: date) -> Iterator[Problem]:
    for entity, (name, day_of, key) in NOT_TO_COME.items():
        for row in draft.rows.get(entity, ()):
            day = day_of(row.values)
            if day is not None and day > today:
                yield row.error(name, key)


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

    current: CurrentPlan
    diff: Diff
    at: datetime
    _periods: dict[date, Period | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.calendar = calendar(self.current.session)
        fresh = build_periods(self.diff.fresh.get("period", ()))
        self.every = Calendar((*self.calendar.periods, *fresh), (), self.calendar.zone)
        self.fresh = {period.id for period in fresh}
        self.since = imported_since(AsOf.now(self.current.session))

    @property
    def today(self) -> date:
        """The local day of the import."""
        return self.calendar.today(self.at)

    def refusal(self, entity: EntitySpec, draft: DraftRow, row: Mapping[str, Any]) -> Problem | None:
        """The problem of a new fact that comes too late; `row` are its columns."""
        period = self._period(entity.name, draft.values, row)
        if period is None or period.id in self.fresh:
            return None
        told_at = self.at if self._was_watched(period) else draft.values.get("recorded_at") or self.at
        if not period.dates.is_locked(self.calendar.today(told_at)):
            return None
        if self.calendar.excepted(period, owner_of(entity.name, row, self._row), self.at):
            return None
        return _lock_problem(draft, COLUMN[entity.name], "import.row.locked", period)

    def changed_periods(self, draft: PlanDraft) -> Iterator[Problem]:
        """A locked period keeps its dates."""
        changed = {change.row_id for change in self.diff.changes if change.entity.name == "period"}
        for row in draft.rows.get("period", ()):
            key = tuple(row.values[name] for name in ("kind", "year", "number"))
            period = self.calendar.period(self.current.ids["period"][key])
            if period is not None and period.id in changed and period.dates.is_locked(self.calendar.today(self.at)):
                yield _lock_problem(row, "closes_on", "import.row.locked_dates", period)

    def _period(self, entity: str, values: Mapping[str, Any], row: Mapping[str, Any]) -> Period | None:
        if entity == "statement":
            return self.every.period(row["period_id"])
        if entity == "update":
            return self._telling(row["achieved_on"])
        if entity == "physical_update":
            return self._telling(row["day"])
        if entity in ("reading", "budget_realisation"):
            name, _ = measured_in(values["year"], values.get("quarter"), values.get("half"))
            return self.every.covering(name.ends_on)
        return None

    def _telling(self, day: date | None) -> Period | None:
        if day is not None and day not in self._periods:
            self._periods[day] = self.every.period_of(day)
        return None if day is None else self._periods[day]

    def _row(self, entity: str, number: int) -> Mapping[str, Any]:
        stored = self.current.rows[entity].get(number)
        return stored or next(row for row in self.diff.fresh[entity] if row["id"] == number)

    def _was_watched(self, period: Period) -> bool:
        locked_at = datetime.combine(period.dates.locks_on, time(), self.calendar.zone)
        return locked_at > self.since[period.id]


def _lock_problem(draft: DraftRow, column: str, key: str, period: Period) -> Problem:
    return draft.error(column, key, period=str(period.name), since=f"{period.dates.locks_on:%d/%m/%Y}")
