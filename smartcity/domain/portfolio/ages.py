"""How old the facts are that a figure is summed from: when its youngest and its oldest input reached us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from smartcity.domain.kept_answers import once
from smartcity.domain.plan.physical import PhysicalFacts
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.reasons import Figure
from smartcity.domain.reporting.compliance import REPORTED


@dataclass(frozen=True, slots=True)
class Inputs:
    """The instants in the city's zone, None while nothing was told; `silent` counts the inputs nobody told yet."""

    newest: datetime | None = None
    oldest: datetime | None = None
    silent: int = 0

    def youngest_days(self, today: date) -> int | None:
        return _days(self.newest, today)

    def oldest_days(self, today: date) -> int | None:
        return _days(self.oldest, today)


def _days(at: datetime | None, today: date) -> int | None:
    """What came in on the as-of day itself is 0 days old."""
    return None if at is None else (today - at.date()).days


def inputs(instants: Iterable[datetime | None], closed: Iterable[datetime | None] = ()) -> Inputs:
    """Of what is `closed` nothing more is awaited: it may be the youngest, but makes nothing old unless all is."""
    every, past = list(instants), [at for at in closed if at is not None]
    reported = [at for at in every if at is not None]
    return Inputs(
        max([*reported, *past], default=None), min(reported or past, default=None), len(every) - len(reported)
    )


def inputs_of_programmes(figure: Figure, programmes: Sequence[Programme]) -> Inputs:
    """Of a figure of a city, dimension or agency: of each programme the newest word that the figure counts.

    A programme that is wholly verified is closed.
    """
    return inputs(
        (newest_input_at(figure, programme) for programme in programmes if not programme.is_wholly_verified),
        closed=(newest_input_at(figure, programme) for programme in programmes if programme.is_wholly_verified),
    )


def newest_input_at(figure: Figure, programme: Programme) -> datetime | None:
    """The newest fact of a programme that the figure counts; a claim also counts the report."""
    return _newest_input_at(programme, figure)


@once
def _newest_input_at(programme: Programme, figure: Figure) -> datetime | None:
    if figure is Figure.CLAIMED:
        return programme.last_update_at
    if programme.is_physical:
        return physical_input_at(figure, programme.physical)
    return max((at for m in programme.milestones if (at := input_at(figure, m))), default=None)


def inputs_of_milestones(figure: Figure, milestones: Iterable[Milestone], today: date) -> Inputs:
    """Of a figure of one programme: a milestone that is done is closed, one that has not begun is not silent yet."""
    counted = [milestone for milestone in milestones if milestone.facts.counts_on(today)]
    return inputs(
        (at for milestone in counted if not milestone.facts.is_done and (at := input_at(figure, milestone))),
        closed=(input_at(figure, milestone) for milestone in counted if milestone.facts.is_done),
    )


def inputs_of_programme(figure: Figure, programme: Programme, today: date) -> Inputs:
    """Of a figure of one programme: from its milestones, or from its curve and its newest percentage."""
    if programme.is_physical:
        return inputs([physical_input_at(figure, programme.physical)])
    return inputs_of_milestones(figure, programme.milestones, today)


def physical_input_at(figure: Figure, facts: PhysicalFacts) -> datetime | None:
    """When the curve was known, any percentage told, or the newest verified one."""
    if figure is Figure.PLANNED:
        return max((point.known_since for point in facts.planned if point.known_since), default=None)
    newest = facts.newest if figure is Figure.CLAIMED else facts.newest_verified
    return newest.recorded_at if newest else None


def input_at(figure: Figure, milestone: Milestone) -> datetime | None:
    """When the fact reached us that the figure counts: a promise, any word, or a verified one.

    A deviation is as old as what was verified: promises do not age.
    """
    if figure is Figure.PLANNED:
        return milestone.promised_at or milestone.known_since
    if figure is Figure.CLAIMED:
        return milestone.said_at
    if milestone.facts.verified is None:
        return None
    # Data frozen before these days were kept knows only when the newest update came.
    return milestone.verified_at or milestone.said_at


def inputs_of_reports(programmes: Iterable[Programme]) -> Inputs:
    """Of the count of agencies that have reported: the newest report of each programme that gave one this period."""
    owing = (programme for programme in programmes if programme.must_report)
    return inputs(p.report.recorded_at if p.report and p.reporting in REPORTED else None for p in owing)
