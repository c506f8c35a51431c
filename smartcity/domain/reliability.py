"""How far an agency can be relied on: promises kept, what is late by itself, what others hold up, who waits for it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from smartcity.domain.ahead import Found, KeptPromises, kept_promises, promise_day
from smartcity.domain.balls import Awaiting, Lateness, awaiting, lateness
from smartcity.domain.plan import Agency, Milestone
from smartcity.domain.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Reliability:
    """`awaited` counts the milestones of other agencies that wait for this one."""

    agency: Agency
    promises: KeptPromises
    late: Lateness
    awaited: int

    @property
    def is_silent(self) -> bool:
        """Nothing fell due, nothing is late, nobody waits."""
        return not (self.promises.n or self.late.own or self.late.held_up or self.awaited)


def waits_of(plan: Portfolio) -> tuple[Awaiting, ...]:
    """Everything in the plan that waits for somebody else, the longest first."""
    return awaiting(plan.milestones)


def reliabilities(plan: Portfolio) -> tuple[Reliability, ...]:
    """Who keeps promises best first, the larger number first among equals; who made none yet at the end."""
    promised = _promised(plan)
    awaited = Counter(party for party, _ in {(one.ball.party, one.milestone.id) for one in waits_of(plan)})
    found = [
        Reliability(
            agency=group.agency,
            promises=kept_promises(promised[group.agency.code], plan.as_of),
            late=lateness(group.programmes),
            awaited=awaited[group.agency.code],
        )
        for group in plan.by_agency
    ]
    return tuple(sorted((one for one in found if not one.is_silent), key=_rank))


def _promised(plan: Portfolio) -> defaultdict[str, list[Milestone]]:
    """By agency: what it kept or let fall due while it led the programme."""
    found: defaultdict[str, list[Milestone]] = defaultdict(list)
    for one in plan.milestones:
        found[promised_by(one).code].append(one[1])
    return found


def promised_by(found: Found) -> Agency:
    """Whose promise it was on the day that decided it."""
    programme, milestone = found
    return programme.lead_on(promise_day(milestone))


def _rank(one: Reliability) -> tuple[bool, float, int, str]:
    share = one.promises.share
    return share is None, -float(share or 0), -one.promises.n, one.agency.short_name


def kept_of_all(found: Iterable[Reliability]) -> KeptPromises:
    """The promises of all agencies together."""
    listed = list(found)
    return KeptPromises(sum(one.promises.kept for one in listed), sum(one.promises.n for one in listed))
