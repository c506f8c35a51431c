"""Sentences for what is not there yet: no programmes, no milestones, none that counts."""

from collections.abc import Iterable, Sequence

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.plan.due_dates import next_due
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.portfolio import AgencyGroup, Portfolio
from smartcity.presentation.formatter import Formatter


def missing_parts(say: Formatter, programmes: Sequence[Programme]) -> str:
    """`belum ada program`, `belum ada tahapan`, or that all are cancelled; empty while any milestone counts."""
    if not programmes:
        return say("empty.programmes")
    if any(programme.progress is not None for programme in programmes):
        return ""
    if all(programme.is_physical for programme in programmes):
        return say("empty.curve")
    return say("empty.cancelled" if any(p.milestones for p in programmes) else "empty.milestones")


def sentence(text: str) -> str:
    """The same as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def no_late(say: Formatter, programmes: Sequence[Programme]) -> str:
    """Where a list of late milestones is empty: good news only of what has milestones."""
    return sentence(missing_parts(say, programmes)) or say("agency.late.none")


def nothing_due(say: Formatter, programmes: Sequence[Programme], otherwise: str) -> str:
    """Where a list of what falls due is empty."""
    return sentence(missing_parts(say, programmes)) or otherwise


def no_concern(say: Formatter, plan: Portfolio) -> str:
    """Where nothing needs attention: what has no milestones cannot be judged."""
    return sentence(missing_parts(say, plan.programmes)) or say("overview.concerns.none")


def no_next(say: Formatter, programme: Programme) -> str:
    """Of a programme in which nothing is due any more: why."""
    reason = sentence(missing_parts(say, [programme]))
    if reason:
        return reason
    paused = any(m.status is MilestoneStatus.POSTPONED for m in programme.milestones)
    return say("quick_win.paused" if paused else "quick_win.all_done")


def next_name(say: Formatter, programme: Programme) -> str:
    """The milestone that is due next, or why there is none."""
    due = next_due(programme)
    return due.name if due else no_next(say, programme)


def without_milestones(programmes: Iterable[Programme]) -> int:
    return sum(programme.progress is None for programme in programmes)


def nobody_owes(say: Formatter, groups: Sequence[AgencyGroup], period: str | None) -> str:
    """Why no agency can have reported: no period, no programme, or none that runs."""
    if period is None:
        return say("headline.agencies.no_period")
    if not any(group.programmes for group in groups):
        return say("headline.programmes.none")
    return say("headline.agencies.none_owing", period=period)
