"""Agencies: their orders, how far the promises of each hold, and what it leaves to a successor."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smartcity.domain.enums import Health, MilestoneStatus, Reporting
from smartcity.domain.facts.decisions import Decision, oldest_first
from smartcity.domain.grouping import Count, grouped
from smartcity.domain.plan.blockers import Awaiting, Lateness, awaiting, lateness
from smartcity.domain.plan.due_dates import ProgrammeMilestone, by_due_day, kept_promises, promise_day
from smartcity.domain.plan.programmes import Agency, Milestone
from smartcity.domain.portfolio.portfolio import AgencyGroup, Portfolio


@dataclass(frozen=True, slots=True)
class Reliability:
    """`awaited` counts the milestones of other agencies that wait for this one."""

    agency: Agency
    promises: Count
    late: Lateness
    awaited: int

    @property
    def is_silent(self) -> bool:
        """Nothing fell due, nothing is late, nobody waits."""
        return not (self.promises.of or self.late.own or self.late.blocked or self.awaited)


def blockers_of(plan: Portfolio) -> tuple[Awaiting, ...]:
    """Everything in the plan that waits for somebody else, the longest first."""
    return awaiting(plan.milestones)


def reliabilities(plan: Portfolio) -> tuple[Reliability, ...]:
    """Who keeps promises best first, the larger number first among equals; who made none yet at the end."""
    promised = promises_by_agency(plan)
    awaited = Counter(party for party, _ in {(one.blocker.party, one.milestone.id) for one in blockers_of(plan)})
    rows = [
        Reliability(
            agency=group.agency,
            promises=kept_promises(promised[group.agency.code], plan.as_of),
            late=lateness(group.programmes),
            awaited=awaited[group.agency.code],
        )
        for group in plan.by_agency
    ]
    return tuple(sorted((one for one in rows if not one.is_silent), key=_rank))


def promises_by_agency(plan: Portfolio) -> defaultdict[str, list[Milestone]]:
    """By agency: what it kept or let fall due while it led the programme."""
    return grouped((promised_by(one).code, one[1]) for one in plan.milestones)


def promised_by(pair: ProgrammeMilestone) -> Agency:
    """Whose promise it was on the day that decided it."""
    programme, milestone = pair
    return programme.lead_on(promise_day(milestone))


def _rank(one: Reliability) -> tuple[bool, float, int, str]:
    share = one.promises.share
    return share is None, -float(share or 0), -one.promises.of, one.agency.short_name


def promises_of_all(rows: Iterable[Reliability]) -> Count:
    """The promises of all agencies together."""
    listed = list(rows)
    return Count(sum(one.promises.n for one in listed), sum(one.promises.of for one in listed))


SETTLED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class HandOver:
    """`promises` by due day, `unproven` are said to be done and lack the evidence asked for, `decisions` by age."""

    agency: Agency
    as_of: date
    promises: tuple[ProgrammeMilestone, ...]
    unproven: tuple[ProgrammeMilestone, ...]
    decisions: tuple[Decision, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.promises or self.unproven or self.decisions)


def hand_over(plan: Portfolio, code: str, proven: Container[int], decisions: Iterable[Decision]) -> HandOver | None:
    """`proven` are the milestones with evidence, by id; None where the plan has no such agency."""
    agency = next((agency for agency in plan.agencies if agency.code == code), None)
    if agency is None:
        return None
    own = sorted(((p, m) for p in plan.programmes if p.lead.code == code for m in p.milestones), key=by_due_day)
    return HandOver(
        agency=agency,
        as_of=plan.as_of,
        promises=tuple(pair for pair in own if pair[1].status not in SETTLED),
        unproven=tuple((p, m) for p, m in own if _lacks_evidence(m) and m.id not in proven),
        decisions=tuple(d for d in oldest_first(decisions) if d.agency.code == code and d.waiting is None),
    )


def _lacks_evidence(milestone: Milestone) -> bool:
    """Unless it was given."""
    is_asked_for = milestone.needs_evidence and milestone.status is not MilestoneStatus.CANCELLED
    return is_asked_for and milestone.facts.is_claimed_done


_REPORTING = (
    Reporting.SILENT,
    Reporting.OPEN,
    Reporting.DRAFT,
    Reporting.LATE,
    Reporting.ON_TIME,
    Reporting.NO_PERIOD,
)


def _late(group: AgencyGroup) -> int:
    return sum(count for health, count in group.roll_up.healths if health in (Health.LATE, Health.ATTENTION))


def _deviation(group: AgencyGroup) -> float:
    progress = group.roll_up.progress
    return float(progress.deviation) if progress else 0.0


AGENCY_ORDERS: Mapping[str, Callable[[AgencyGroup], tuple[Any, ...]]] = {
    "lapor": lambda group: (_REPORTING.index(group.reporting), -_late(group), group.name),
    "deviasi": lambda group: (_deviation(group), group.name),
    "nama": lambda group: (group.name,),
}


def ordered_agencies(groups: Sequence[AgencyGroup], order: str) -> tuple[AgencyGroup, ...]:
    by = AGENCY_ORDERS[order]
    return tuple(sorted(groups, key=lambda group: (not group.programmes, *by(group))))
