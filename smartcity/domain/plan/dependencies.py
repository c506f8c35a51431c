"""What waits for whom since when, what blocks a milestone, and the circles that may not close."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from smartcity.domain.errors import Refused
from smartcity.domain.grouping import grouped


@dataclass(frozen=True, slots=True)
class Wait:
    """A milestone waits for another milestone, an agency or somebody outside; exactly one of the three is named.

    Milestones by id, agencies by code; open while `ended_on` is None. `told_on` is the day we learnt of it.
    """

    id: int
    milestone: int
    since: date
    told_on: date
    on_milestone: int | None = None
    on_agency: str | None = None
    on_party: str | None = None
    ended_on: date | None = None
    note: str | None = None

    def is_open(self, today: date) -> bool:
        return self.since <= today and (self.ended_on is None or self.ended_on > today)


@dataclass(frozen=True, slots=True)
class Blocker:
    """An open wait as people say it: "bola di …". `party` is an agency's code, or None where it is somebody outside.

    `is_own`: it lies with the agency that leads the milestone itself, so that nobody else is late for it.
    """

    wait: int
    since: date
    told_on: date
    party: str | None
    name: str
    is_own: bool = False
    milestone: str | None = None
    note: str | None = None

    def days(self, today: date) -> int:
        return (today - self.since).days


def blocked_by(blockers: Iterable[Blocker], due_on: date) -> Blocker | None:
    """What makes a late milestone late because of another: with somebody else by the due date, the oldest first.

    A wait that began after the promise was already broken does not excuse it.
    """
    mine = [blocker for blocker in blockers if not blocker.is_own and blocker.since <= due_on]
    return min(mine, key=lambda blocker: (blocker.since, blocker.wait), default=None)


def circle(edges: Iterable[tuple[int, int]], milestone: int, on_milestone: int) -> tuple[int, ...] | None:
    """The way back, where `on_milestone` already waits, however indirectly, for `milestone`; ends are the two named.

    `edges` are the open waits of milestones for milestones.
    """
    successors = grouped(edges)
    ways: list[tuple[int, ...]] = [(on_milestone,)]
    seen = {on_milestone}
    while ways:
        way = ways.pop(0)
        if way[-1] == milestone:
            return way
        fresh = [place for place in successors[way[-1]] if place not in seen]
        seen.update(fresh)
        ways += [(*way, place) for place in fresh]
    return None


@dataclass(frozen=True, slots=True)
class Party:
    """Who is waited for, as somebody named it: exactly one of the three, milestones and agencies by code."""

    milestone: str | None = None
    agency: str | None = None
    outside: str | None = None

    @property
    def is_one(self) -> bool:
        return sum(bool((name or "").strip()) for name in (self.milestone, self.agency, self.outside)) == 1


def check_begin(party: Party, own: Sequence[str], since: date, today: date) -> None:
    """`own` are the milestone's own code and that of its lead agency: nobody waits for himself.

    Raises:
        Refused: nobody or too many are named, the milestone or its agency itself, or a day to come.
    """
    if not party.is_one:
        raise Refused("wait.whom")
    if party.milestone in own or party.agency in own:
        raise Refused("wait.itself")
    if since > today:
        raise Refused("wait.to_come", day=since)


def check_end(since: date, ended_on: date, today: date) -> None:
    """Raises Refused where it would end before it began, or on a day to come."""
    if ended_on < since:
        raise Refused("wait.ends_first", since=since)
    if ended_on > today:
        raise Refused("wait.to_come", day=ended_on)
