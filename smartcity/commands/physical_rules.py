"""Imports of planned curves and physical percentages: what is refused, and what is taken as it is with a warning."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.commands.physical_courses import PLANNED, REPORTED, Point, StoredPercents, by_programme, courses
from smartcity.commands.plan_nouns import Noun
from smartcity.commands.plan_store import Standing
from smartcity.domain.kinds import Measure
from smartcity.domain.physical import WHOLE

NOTHING = StoredPercents()


def tells_something(noun: Noun, row: DraftRow) -> bool:
    """A physical percentage left blank is not yet reported."""
    return noun.name != REPORTED or row.values.get("percent") is not None


def physical_problems(draft: PlanDraft, stored: StoredPercents = NOTHING) -> Iterator[Problem]:
    """Of both sheets, programme by programme, judged together with what is stored."""
    for noun in (PLANNED, REPORTED):
        for row in draft.rows.get(noun, ()):
            yield from _of_percent(row)
        for points in courses(draft, noun, stored):
            yield from _of_scale(points)
            yield from _falling(points)
    unread = {(problem.place.sheet, problem.place.row) for problem in draft.errors}
    for row in draft.rows.get(REPORTED, ()):
        if row.values.get("percent") is None and (row.place.sheet, row.place.row) not in unread:
            yield _problem(row, "percent", "import.row.physical_blank", is_warning=True)
    for points in courses(draft, PLANNED, stored):
        yield from _of_curve(points)
    yield from _twice(draft.rows.get(REPORTED, ()))


def measured_otherwise(draft: PlanDraft, standing: Standing) -> Iterator[Problem]:
    """A physical programme without a curve is not known; a curve of one measured by milestones does not count."""
    measures = {row["code"]: row["measure"] for row in standing.rows["programme"].values()}
    rows = draft.rows.get("programme", ())
    measures |= {r.values["code"]: r.values.get("measure") or Measure.MILESTONES for r in rows if "measure" in r.values}
    planned = {programme for programme, _day in standing.ids[PLANNED]}
    for row in rows:
        code = row.values["code"]
        if measures.get(code) == Measure.PHYSICAL and code not in planned:
            yield _problem(row, "measure", "import.row.no_curve", is_warning=True)
    for noun in (PLANNED, REPORTED):
        for programme, told in by_programme(draft.rows.get(noun, ())).items():
            if measures.get(programme, Measure.MILESTONES) != Measure.PHYSICAL:
                yield _problem(told[0], "programme", "import.row.not_physical", is_warning=True)


def _of_percent(row: DraftRow) -> Iterator[Problem]:
    percent = row.values.get("percent")
    if percent is not None and percent < 0:
        yield _problem(row, "percent", "import.row.percent_negative")
    elif percent is not None and percent > WHOLE:
        yield _problem(row, "percent", "import.row.percent_above", is_warning=True)


def _of_scale(points: Sequence[Point]) -> Iterator[Problem]:
    """0,35 for 35 per cent: where a whole curve stays at 1 or below."""
    if 0 < max(point.percent for point in points) <= 1:
        highest = max(_brought(points), key=lambda row: row.values["percent"])
        yield _problem(highest, "percent", "import.row.percent_share", is_warning=True)


def _brought(points: Sequence[Point]) -> list[DraftRow]:
    return [point.row for point in points if point.row is not None]


def _falling(points: Sequence[Point]) -> Iterator[Problem]:
    for before, after in pairwise(points):
        if after.percent >= before.percent or after.day == before.day:
            continue
        if after.row is not None:
            facts: Mapping[str, object] = {"before": before.percent}
            yield _problem(after.row, "percent", "import.row.percent_falls", is_warning=True, facts=facts)
        elif before.row is not None:
            facts = {"after": after.percent, "day": f"{after.day:%d/%m/%Y}"}
            yield _problem(before.row, "percent", "import.row.percent_over_stored", is_warning=True, facts=facts)


def _of_curve(points: Sequence[Point]) -> Iterator[Problem]:
    """A curve rises, and ends at 100."""
    first, last, newest = points[0].percent, points[-1].percent, _brought(points)[-1]
    if len(points) > 1 and first == max(point.percent for point in points):
        yield _problem(newest, "percent", "import.row.curve_flat", is_warning=True)
    if last < WHOLE:
        yield _problem(newest, "percent", "import.row.curve_end", is_warning=True)


def _twice(rows: Sequence[DraftRow]) -> Iterator[Problem]:
    """Two percentages for one day, told at one time: which of them counts is not known."""
    seen: dict[tuple[object, ...], DraftRow] = {}
    for row in rows:
        if row.values.get("percent") is None:
            continue
        slot = tuple(row.values.get(name) for name in ("programme", "day", "recorded_at"))
        first = seen.setdefault(slot, row)
        if first is not row and None not in slot[:2]:
            yield _problem(row, "day", "import.row.twice", facts={"first": first.place.row})


def _problem(
    row: DraftRow, name: str, key: str, *, is_warning: bool = False, facts: Mapping[str, object] | None = None
) -> Problem:
    place = Place(row.place.sheet, row.place.row, name)
    return Problem(place, row.values.get(name), key, facts or {}, is_warning)
