"""What an official leaves to the successor: open promises, claims without evidence, decisions without an answer."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from smartcity.domain.ahead import Found, by_due_day
from smartcity.domain.kinds import MilestoneStatus
from smartcity.domain.meetings import Decision, oldest_first
from smartcity.domain.plan import Agency, Milestone
from smartcity.domain.portfolio import Portfolio

SETTLED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class HandOver:
    """`promises` by due day, `unproven` are said to be done and lack the evidence asked for, `decisions` by age."""

    agency: Agency
    as_of: date
    promises: tuple[Found, ...]
    unproven: tuple[Found, ...]
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
        promises=tuple(found for found in own if found[1].status not in SETTLED),
        unproven=tuple((p, m) for p, m in own if _lacks_evidence(m) and m.id not in proven),
        decisions=tuple(d for d in oldest_first(decisions) if d.agency.code == code and d.waiting is None),
    )


def _lacks_evidence(milestone: Milestone) -> bool:
    """Unless it was given."""
    is_asked_for = milestone.needs_evidence and milestone.status is not MilestoneStatus.CANCELLED
    return is_asked_for and milestone.facts.is_claimed_done
