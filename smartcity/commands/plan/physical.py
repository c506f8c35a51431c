"""Planned curves and physical percentages of a draft, judged with what is stored: refused or warned of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.plan.import_schema import DraftRow, PlanDraft, Problem
from smartcity.domain.enums import Measure
from smartcity.domain.plan.physical import WHOLE
from smartcity.store.entities import EntitySpec
from smartcity.store.loaders.physical import valid_percents
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


def stored_percents(draft: PlanDraft, current: CurrentPlan) -> StoredPercents:
    """Nothing is asked for a draft without such percentages."""
    if not draft.rows.get(PLANNED) and not draft.rows.get(REPORTED):
        return StoredPercents()
    codes = {number: row["code"] for number, row in current.rows["programme"].items()}
    valid = [row for row, _ in valid_percents(AsOf.now(current.session))]
    return StoredPercents(_percents(current.rows[PLANNED].values(), codes), _percents(valid, codes))


def _percents(rows: Any, codes: Mapping[int, str]) -> Percents:
    by_programme: defaultdict[object, dict[date, Decimal]] = defaultdict(dict)
    for row in rows:
        if row["percent"] is not None:
            by_programme[codes[row["programme_id"]]][row["day"]] = row["percent"]
    return by_programme


def curves(draft: PlanDraft, entity: str, stored: StoredPercents) -> Iterator[Sequence[Point]]:
    """One for each programme of the draft. What is stored gives way where the draft says the day; blank says a planned
    day, and nothing of a reported one.
    """
    percents = stored.planned if entity == PLANNED else stored.reported
    rows = [row for row in draft.rows.get(entity, ()) if entity == PLANNED or row.values.get("percent") is not None]
    given = {(row.values.get("programme"), row.values.get("day")) for row in rows}
    for programme, drafted in by_programme(rows).items():
        stands = [Point(day, percent) for day, percent in percents.get(programme, {}).items()]
        brought = [Point(row.values["day"], row.values["percent"], row) for row in drafted]
        remaining = [point for point in stands if (programme, point.day) not in given]
        yield sorted([*remaining, *brought], key=lambda point: point.day)


def by_programme(rows: Sequence[DraftRow]) -> Mapping[object, list[DraftRow]]:
    """Rows that say a percentage for a day, in the order of their days."""
    rows_by_code: defaultdict[object, list[DraftRow]] = defaultdict(list)
    filled = [row for row in rows if row.values.get("percent") is not None and row.values.get("day") is not None]
    for row in sorted(filled, key=lambda row: row.values["day"]):
        rows_by_code[row.values.get("programme")].append(row)
    return rows_by_code


NOTHING = StoredPercents()


def is_filled(entity: EntitySpec, row: DraftRow) -> bool:
    """A physical percentage left blank is not yet reported."""
    return entity.name != REPORTED or row.values.get("percent") is not None


def physical_problems(draft: PlanDraft, stored: StoredPercents = NOTHING) -> Iterator[Problem]:
    """Of both sheets, programme by programme, judged together with what is stored."""
    for entity in (PLANNED, REPORTED):
        for row in draft.rows.get(entity, ()):
            yield from _of_percent(row)
        for points in curves(draft, entity, stored):
            yield from _of_scale(points)
            yield from _falling(points)
    unread = {(problem.place.sheet, problem.place.row) for problem in draft.errors}
    for row in draft.rows.get(REPORTED, ()):
        if row.values.get("percent") is None and (row.place.sheet, row.place.row) not in unread:
            yield row.warning("percent", "import.row.physical_blank")
    for points in curves(draft, PLANNED, stored):
        yield from _of_curve(points)
    yield from _twice(draft.rows.get(REPORTED, ()))


def measured_otherwise(draft: PlanDraft, current: CurrentPlan) -> Iterator[Problem]:
    """A physical programme without a curve is not known; a curve of one measured by milestones does not count."""
    measures = {row["code"]: row["measure"] for row in current.rows["programme"].values()}
    rows = draft.rows.get("programme", ())
    measures |= {r.values["code"]: r.values.get("measure") or Measure.MILESTONES for r in rows if "measure" in r.values}
    planned = {programme for programme, _day in current.ids[PLANNED]}
    for row in rows:
        code = row.values["code"]
        if measures.get(code) == Measure.PHYSICAL and code not in planned:
            yield row.warning("measure", "import.row.no_curve")
    for entity in (PLANNED, REPORTED):
        for programme, reported in by_programme(draft.rows.get(entity, ())).items():
            if measures.get(programme, Measure.MILESTONES) != Measure.PHYSICAL:
                yield reported[0].warning("programme", "import.row.not_physical")


def _of_percent(row: DraftRow) -> Iterator[Problem]:
    percent = row.values.get("percent")
    if percent is not None and percent < 0:
        yield row.error("percent", "import.row.percent_negative")
    elif percent is not None and percent > WHOLE:
        yield row.warning("percent", "import.row.percent_above")


def _of_scale(points: Sequence[Point]) -> Iterator[Problem]:
    """0,35 for 35 per cent: where a whole curve stays at 1 or below."""
    if 0 < max(point.percent for point in points) <= 1:
        highest = max(_brought(points), key=lambda row: row.values["percent"])
        yield highest.warning("percent", "import.row.percent_share")


def _brought(points: Sequence[Point]) -> list[DraftRow]:
    return [point.row for point in points if point.row is not None]


def _falling(points: Sequence[Point]) -> Iterator[Problem]:
    for before, after in pairwise(points):
        if after.percent >= before.percent or after.day == before.day:
            continue
        if after.row is not None:
            yield after.row.warning("percent", "import.row.percent_falls", before=before.percent)
        elif before.row is not None:
            facts = {"after": after.percent, "day": f"{after.day:%d/%m/%Y}"}
            yield before.row.warning("percent", "import.row.percent_over_stored", **facts)


def _of_curve(points: Sequence[Point]) -> Iterator[Problem]:
    """A curve rises, and ends at 100."""
    first, last, newest = points[0].percent, points[-1].percent, _brought(points)[-1]
    if len(points) > 1 and first == max(point.percent for point in points):
        yield newest.warning("percent", "import.row.curve_flat")
    if last < WHOLE:
        yield newest.warning("percent", "import.row.curve_end")


def _twice(rows: Sequence[DraftRow]) -> Iterator[Problem]:
    """Two percentages for one day, told at one time: which of them counts is not known."""
    seen: dict[tuple[object, ...], DraftRow] = {}
    for row in rows:
        if row.values.get("percent") is None:
            continue
        slot = tuple(row.values.get(name) for name in ("programme", "day", "recorded_at"))
        first = seen.setdefault(slot, row)
        if first is not row and None not in slot[:2]:
            yield row.error("day", "import.row.twice", first=first.place.row)
