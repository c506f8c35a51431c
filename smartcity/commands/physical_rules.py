"""Imports of planned curves and physical percentages: what is refused, and what is taken as it is with a warning."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.commands.plan_nouns import Noun
from smartcity.commands.plan_store import Standing
from smartcity.domain.kinds import Measure
from smartcity.domain.physical import WHOLE

PLANNED, REPORTED = "planned_percent", "physical_update"


def tells_something(noun: Noun, row: DraftRow) -> bool:
    """A physical percentage left blank is not yet reported."""
    return noun.name != REPORTED or row.values.get("percent") is not None


def physical_problems(draft: PlanDraft) -> Iterator[Problem]:
    """Of both sheets, programme by programme."""
    for noun in (PLANNED, REPORTED):
        for row in draft.rows.get(noun, ()):
            yield from _of_percent(row)
        for rows in _by_programme(draft.rows.get(noun, ())).values():
            yield from _of_scale(rows)
            yield from _falling(rows)
    unread = {(problem.place.sheet, problem.place.row) for problem in draft.errors}
    for row in draft.rows.get(REPORTED, ()):
        if row.values.get("percent") is None and (row.place.sheet, row.place.row) not in unread:
            yield _problem(row, "percent", "import.row.physical_blank", is_warning=True)
    for rows in _by_programme(draft.rows.get(PLANNED, ())).values():
        yield from _of_curve(rows)
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
        for programme, told in _by_programme(draft.rows.get(noun, ())).items():
            if measures.get(programme, Measure.MILESTONES) != Measure.PHYSICAL:
                yield _problem(told[0], "programme", "import.row.not_physical", is_warning=True)


def _by_programme(rows: Sequence[DraftRow]) -> Mapping[object, list[DraftRow]]:
    """Rows that say a percentage for a day, in the order of their days."""
    found: defaultdict[object, list[DraftRow]] = defaultdict(list)
    told = [row for row in rows if row.values.get("percent") is not None and row.values.get("day") is not None]
    for row in sorted(told, key=lambda row: row.values["day"]):
        found[row.values.get("programme")].append(row)
    return found


def _of_percent(row: DraftRow) -> Iterator[Problem]:
    percent = row.values.get("percent")
    if percent is not None and percent < 0:
        yield _problem(row, "percent", "import.row.percent_negative")
    elif percent is not None and percent > WHOLE:
        yield _problem(row, "percent", "import.row.percent_above", is_warning=True)


def _of_scale(rows: Sequence[DraftRow]) -> Iterator[Problem]:
    """0,35 for 35 per cent: where a whole curve stays at 1 or below."""
    highest = max(rows, key=lambda row: row.values["percent"])
    if 0 < highest.values["percent"] <= 1:
        yield _problem(highest, "percent", "import.row.percent_share", is_warning=True)


def _falling(rows: Sequence[DraftRow]) -> Iterator[Problem]:
    for before, after in pairwise(rows):
        if after.values["percent"] < before.values["percent"] and after.values["day"] > before.values["day"]:
            facts = {"before": before.values["percent"]}
            yield _problem(after, "percent", "import.row.percent_falls", is_warning=True, facts=facts)


def _of_curve(rows: Sequence[DraftRow]) -> Iterator[Problem]:
    """A curve rises, and ends at 100."""
    first, last = rows[0].values["percent"], rows[-1].values["percent"]
    if len(rows) > 1 and first == max(row.values["percent"] for row in rows):
        yield _problem(rows[-1], "percent", "import.row.curve_flat", is_warning=True)
    if last < WHOLE:
        yield _problem(rows[-1], "percent", "import.row.curve_end", is_warning=True)


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
