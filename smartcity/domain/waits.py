"""Waiting on others: whose ball it is, since when, and which delays are therefore not the agency's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

MOST_PARTIES = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """A milestone waits for another milestone, an agency or somebody outside; exactly one of the three is named.

    Milestones by id, agencies by code; open while `ended_on` is None.
    """

    id: int
    milestone: int
    since: date
    on_milestone: int | None = None
    on_agency: str | None = None
    on_party: str | None = None
    ended_on: date | None = None
    note: str | None = None

    def is_open(self, today: date) -> bool:
        return self.since <= today and (self.ended_on is None or self.ended_on > today)

    def days(self, today: date) -> int:
        return (min(self.ended_on or today, today) - self.since).days


def makes_a_circle(waits: Iterable[Wait], milestone: int, on_milestone: int) -> bool:
    """Whether `on_milestone` already waits, however indirectly, for `milestone`."""
    ahead: defaultdict[int, list[int]] = defaultdict(list)
    for wait in waits:
        if wait.on_milestone is not None and wait.ended_on is None:
            ahead[wait.milestone].append(wait.on_milestone)
    seen, to_see = set[int](), [on_milestone]
    while to_see:
        place = to_see.pop()
        if place == milestone:
            return True
        if place not in seen:
            seen.add(place)
            to_see += ahead[place]
    return False


def held_up_by(waits: Sequence[Wait], milestone: int, due_on: date, today: date) -> Wait | None:
    """The open wait that makes a late milestone late because of another: begun by the due date, the oldest first.

    A wait begun after the promise was already broken does not excuse it.
    """
    mine = [w for w in waits if w.milestone == milestone and w.is_open(today) and w.since <= due_on]
    return min(mine, key=lambda wait: (wait.since, wait.id), default=None)


@dataclass(frozen=True, slots=True)
class Awaited:
    """A party others wait for: how many milestones, and for how long the longest has waited."""

    party: str
    milestones: int
    longest_days: int


def most_awaited(waits: Iterable[Wait], owners: Mapping[int, str], today: date) -> tuple[Awaited, ...]:
    """The five parties most waited for; `owners` names the lead agency (code) of each milestone by id."""
    days: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for wait in waits:
        party = party_of(wait, owners)
        if party is not None and wait.is_open(today):
            known = days[party].get(wait.milestone, 0)
            days[party][wait.milestone] = max(known, wait.days(today))
    found = [Awaited(party, len(lasting), max(lasting.values())) for party, lasting in days.items()]
    return tuple(sorted(found, key=lambda a: (-a.milestones, -a.longest_days, a.party))[:MOST_PARTIES])


def party_of(wait: Wait, owners: Mapping[int, str]) -> str | None:
    """Whose ball it is: an agency's code, or the name of somebody outside; None when the milestone is unknown."""
    if wait.on_milestone is not None:
        return owners.get(wait.on_milestone)
    return wait.on_agency or wait.on_party
