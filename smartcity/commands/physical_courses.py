"""Percentages of physical programmes in the order of their days: those of a draft over those that are stored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from smartcity.commands.drafts import DraftRow, PlanDraft
from smartcity.commands.plan_store import Standing
from smartcity.domain.kinds import Verdict
from smartcity.store import tables as t
from smartcity.store.loaders.claims import verdicts
from smartcity.store.loaders.visibility import AsOf

PLANNED, REPORTED = "planned_percent", "physical_update"
Percents = Mapping[object, Mapping[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Point:
    """A percentage for a day; `row` is the one of the file, None for what is stored."""

    day: date
    percent: Decimal
    row: DraftRow | None = None


@dataclass(frozen=True, slots=True)
class StoredPercents:
    """By programme and day; of what was reported the newest that was not returned."""

    planned: Percents = field(default_factory=dict)
    reported: Percents = field(default_factory=dict)


def stored_percents(draft: PlanDraft, standing: Standing) -> StoredPercents:
    """Nothing is asked for a draft without such percentages."""
    if not draft.rows.get(PLANNED) and not draft.rows.get(REPORTED):
        return StoredPercents()
    codes = {number: row["code"] for number, row in standing.rows["programme"].items()}
    now = AsOf.now(standing.session)
    answered, updates = verdicts(now, t.PhysicalReview, "physical_update_id"), now.in_time(t.PhysicalUpdate)
    told = [update for update in updates if answered.get(update["id"]) is not Verdict.RETURNED]
    return StoredPercents(_percents(standing.rows[PLANNED].values(), codes), _percents(told, codes))


def _percents(rows: Any, codes: Mapping[int, str]) -> Percents:
    found: defaultdict[object, dict[date, Decimal]] = defaultdict(dict)
    for row in rows:
        if row["percent"] is not None:
            found[codes[row["programme_id"]]][row["day"]] = row["percent"]
    return found


def courses(draft: PlanDraft, noun: str, stored: StoredPercents) -> Iterator[Sequence[Point]]:
    """One for each programme of the draft. What is stored gives way where the draft says the day; blank says a planned
    day, and nothing of a reported one.
    """
    known = stored.planned if noun == PLANNED else stored.reported
    rows = [row for row in draft.rows.get(noun, ()) if noun == PLANNED or row.values.get("percent") is not None]
    said = {(row.values.get("programme"), row.values.get("day")) for row in rows}
    for programme, told in by_programme(rows).items():
        stands = [Point(day, percent) for day, percent in known.get(programme, {}).items()]
        brought = [Point(row.values["day"], row.values["percent"], row) for row in told]
        kept = [point for point in stands if (programme, point.day) not in said]
        yield sorted([*kept, *brought], key=lambda point: point.day)


def by_programme(rows: Sequence[DraftRow]) -> Mapping[object, list[DraftRow]]:
    """Rows that say a percentage for a day, in the order of their days."""
    found: defaultdict[object, list[DraftRow]] = defaultdict(list)
    told = [row for row in rows if row.values.get("percent") is not None and row.values.get("day") is not None]
    for row in sorted(told, key=lambda row: row.values["day"]):
        found[row.values.get("programme")].append(row)
    return found
