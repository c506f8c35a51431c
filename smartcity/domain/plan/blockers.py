"""The open dependencies of a plan, with names: who is waited for most, what is late because of whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.dependencies import Blocker, Wait
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.plan.programmes import Agency, Milestone, Programme

MOST_PARTIES = 5
# What is claimed as done waits for nobody but the verifier.
_WAITS_NO_MORE = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED, MilestoneStatus.AWAITING_VERIFICATION)


def with_blockers(
    programmes: Sequence[Programme], waits: Iterable[Wait], agencies: Iterable[Agency], today: date
) -> tuple[Programme, ...]:
    """The programmes, their open milestones knowing whom they wait for.

    A wait for a milestone ends by itself with that milestone, whoever forgets to say so.
    """
    by_id = {m.id: (p, m) for p in programmes for m in p.milestones}
    names = {agency.code: agency for agency in agencies}
    blockers: defaultdict[int, list[Blocker]] = defaultdict(list)
    for wait in waits:
        entry = by_id.get(wait.milestone)
        if entry is None or entry[1].status in _WAITS_NO_MORE or not wait.is_open(today):
            continue
        blocker = _blocker(wait, entry[0].lead, by_id, names)
        if blocker is not None:
            blockers[wait.milestone].append(blocker)
    return tuple(_with_own_blockers(programme, blockers) for programme in programmes) if blockers else tuple(programmes)


def _blocker(
    wait: Wait, own: Agency, by_id: Mapping[int, ProgrammeMilestone], names: Mapping[str, Agency]
) -> Blocker | None:
    awaited = by_id.get(wait.on_milestone) if wait.on_milestone else None
    if wait.on_milestone and (awaited is None or awaited[1].is_over):
        return None
    agency = awaited[0].lead if awaited else names[wait.on_agency] if wait.on_agency else None
    return Blocker(
        wait=wait.id,
        since=wait.since,
        told_on=wait.told_on,
        party=agency.code if agency else None,
        name=agency.short_name if agency else wait.on_party or "",
        is_own=agency is not None and agency.code == own.code,
        milestone=awaited[1].name if awaited else None,
        note=wait.note,
    )


def _with_own_blockers(programme: Programme, blockers: Mapping[int, Sequence[Blocker]]) -> Programme:
    if not any(m.id in blockers for m in programme.milestones):
        return programme

    def blocked(milestone: Milestone) -> Milestone:
        return replace(
            milestone, blockers=tuple(sorted(blockers.get(milestone.id, ()), key=lambda b: (b.since, b.wait)))
        )

    return replace(programme, milestones=tuple(blocked(milestone) for milestone in programme.milestones))


SHORTEST = 4


def matching_agency(text: str, agencies: Iterable[Agency]) -> Agency | None:
    """The agency that somebody typed: by code, short or full name, or the only one whose name holds what was typed."""
    typed, listed = " ".join(text.casefold().split()), list(agencies)
    for agency in listed:
        if typed in (agency.code.casefold(), agency.short_name.casefold(), agency.name.casefold()):
            return agency
    holding = [agency for agency in listed if len(typed) >= SHORTEST and typed in agency.name.casefold()]
    return holding[0] if len(holding) == 1 else None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A party others wait for: how many milestones, and for how many days the longest has waited."""

    party: str | None
    name: str
    milestones: int
    days: int


@dataclass(frozen=True, slots=True)
class Awaiting:
    """One milestone that waits for a party."""

    programme: Programme
    milestone: Milestone
    blocker: Blocker


def awaiting(milestones: Iterable[ProgrammeMilestone]) -> tuple[Awaiting, ...]:
    """Everything that waits for somebody else, the longest first."""
    waiting = [Awaiting(p, m, blocker) for p, m in milestones for blocker in m.blockers if not blocker.is_own]
    return tuple(sorted(waiting, key=lambda a: (a.blocker.since, a.milestone.code, a.blocker.wait)))


def most_awaited(waiting: Iterable[Awaiting], today: date) -> tuple[Awaited, ...]:
    """The five parties most waited for, by milestones, then by days."""
    by_party = grouped(((one.blocker.party, one.blocker.name), one) for one in waiting)
    parties = [
        Awaited(party, name, len({one.milestone.id for one in waits}), max(one.blocker.days(today) for one in waits))
        for (party, name), waits in by_party.items()
    ]
    return tuple(sorted(parties, key=lambda a: (-a.milestones, -a.days, a.name))[:MOST_PARTIES])


@dataclass(frozen=True, slots=True)
class Lateness:
    """Late milestones: those that are the agency's own, and those that wait for somebody else since before."""

    own: int
    blocked: int


def lateness(programmes: Iterable[Programme]) -> Lateness:
    listed = list(programmes)
    return Lateness(sum(len(p.own_late) for p in listed), sum(len(p.blocked) for p in listed))
