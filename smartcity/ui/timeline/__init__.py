"""Linimasa: milestones that are due, late or promised anew; the ledger of promised dates and other changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from smartcity.domain.facts.change_requests import Promise, Slippage, promises, slippage
from smartcity.domain.facts.history import Change, Proposal
from smartcity.domain.grouping import Count
from smartcity.domain.plan import due_dates
from smartcity.domain.plan.due_dates import ProgrammeMilestone, kept_promises
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.agencies import promised_by
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.rounding import days_shown
from smartcity.presentation import headlines
from smartcity.presentation.tables import promises as tables
from smartcity.queries import history
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.formatter import office
from smartcity.ui.frame.portfolio import derive

OF_PROGRAMME = ("programme", "agency")


@dataclass(frozen=True)
class TimelineView:
    """Milestones of one agency and dimension ("" for all): what is due within `days`, late, and promised anew."""

    agency: str
    dimension: str
    days: int
    all_milestones: tuple[ProgrammeMilestone, ...]
    due: tuple[ProgrammeMilestone, ...]
    late: tuple[ProgrammeMilestone, ...]
    moved: tuple[Promise, ...]
    slipped: Slippage
    kept_promises: Count

    @property
    def key(self) -> tuple[str, str, int]:
        return self.agency, self.dimension, self.days


def timeline_view(agency: str, dimension: str, days: int) -> TimelineView:
    return derive(partial(_view, agency, dimension, days), agency, dimension, days)


def _view(agency: str, dimension: str, days: int, plan: Portfolio) -> TimelineView:
    due_milestones = tuple(_narrowed(plan.milestones, agency, dimension))
    promised = [m for p, m in _narrowed(plan.milestones, "", dimension) if agency in ("", promised_by((p, m)).code)]
    moved = promises(due_milestones, query(history.all_requested_changes))
    return TimelineView(
        agency,
        dimension,
        days,
        due_milestones,
        due_dates.upcoming_milestones(due_milestones, plan.as_of, days),
        due_dates.overdue_milestones(due_milestones),
        moved,
        slippage(moved),
        kept_promises(promised, plan.as_of),
    )


def _narrowed(milestones: Sequence[ProgrammeMilestone], agency: str, dimension: str) -> list[ProgrammeMilestone]:
    return [
        (programme, milestone)
        for programme, milestone in milestones
        if agency in ("", programme.lead.code) and dimension in ("", programme.dimension.code)
    ]


def headline(plan: Portfolio, shown: TimelineView) -> None:
    """What is due, what is late and what was moved."""
    say = show.formatter()
    show.render_cached(
        "frame/headline",
        *shown.key,
        make=lambda: {
            "title": headlines.due_soon(say, shown.all_milestones, plan.as_of, shown.days),
            "sub": headlines.overdue(say, shown.all_milestones),
        },
    )


def promise_ledger(shown: TimelineView) -> None:
    """Of these milestones, the newest move first, with how many first promises were kept."""
    say, kept_promises, slipped = show.formatter(), shown.kept_promises, shown.slipped
    rate = (
        say(
            "promise.comparison.rate",
            share=say.percent(kept_promises.share),
            kept=kept_promises.n,
            n=kept_promises.of,
        )
        if kept_promises.of
        else None
    )
    days = None if slipped.mean_days is None else say.words.rounded(days_shown(slipped.mean_days))
    mean = say("promise.ledger.mean", moved=slipped.moved, days=days) if slipped.moved else None
    show.heading(say("promise.sheet"), " · ".join(filter(None, (mean, rate))) or None)
    if shown.moved:
        listing(tables.moves(say, shown.moved, office), of=shown.key)
    else:
        show.note(say("timeline.moves.none"))
    other_changes(shown.all_milestones, query(history.all_requested_changes))


def promises_of_programme(programme: Programme, changes: Sequence[Change]) -> None:
    """The same on the page of one programme; nothing where nothing was asked."""
    its_milestones = [(programme, milestone) for milestone in programme.milestones]
    moved = promises(its_milestones, changes)
    if moved:
        show.heading(show.formatter()("promise.sheet"))
        listing(tables.moves(show.formatter(), moved, office, OF_PROGRAMME))
    other_changes(its_milestones, changes, OF_PROGRAMME)


def other_changes(
    due_milestones: Sequence[ProgrammeMilestone], changes: Sequence[Change], hidden: tuple[str, ...] = ()
) -> None:
    """Changes of weight, ends and pauses that were asked for."""
    by_id = {milestone.id: (programme, milestone) for programme, milestone in due_milestones}
    asked = [
        tables.Asked(*by_id[change.milestone_id], change)
        for change in changes
        if isinstance(change, Proposal) and change.milestone_id in by_id
    ]
    if asked:
        show.heading(show.formatter()("promise.others"))
        listing(tables.proposals(show.formatter(), asked, office, hidden))
