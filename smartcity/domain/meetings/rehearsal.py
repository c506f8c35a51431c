"""What each agency will be asked at the meeting, a day before it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.meetings.agenda import AgendaItem, on_agenda
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.portfolio.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What one agency will be asked, and its claims of done that stand without evidence."""

    items: tuple[AgendaItem, ...]
    unproven: tuple[ProgrammeMilestone, ...]


def rehearsal(plan: Portfolio, items: Iterable[AgendaItem], agency: str, proven: Collection[int]) -> Rehearsal:
    """Items of programmes it leads or supports, and of its decisions; `proven` are ids of milestones with evidence."""
    mine = {p.id for p in plan.programmes if agency in (p.lead.code, *(a.code for a in p.supports))}
    asked = [item for item in on_agenda(items) if _concerns(item, agency, mine)]
    led = [(p, m) for p, m in plan.milestones if p.lead.code == agency]
    waiting = [f for f in led if f[1].status is MilestoneStatus.AWAITING_VERIFICATION and f[1].needs_evidence]
    return Rehearsal(tuple(asked), tuple(f for f in waiting if f[1].id not in proven))


def _concerns(item: AgendaItem, agency: str, programmes: Collection[int]) -> bool:
    return (item.agency is not None and item.agency.code == agency) or item.programme_id in programmes
