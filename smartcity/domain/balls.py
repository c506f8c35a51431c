"""Whose ball it is: the open waits of a plan with the parties' names, who is waited for most, what is late for whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from smartcity.domain.ahead import Found
from smartcity.domain.kinds import MilestoneStatus
from smartcity.domain.plan import Agency, Milestone, Programme
from smartcity.domain.waits import Ball, Wait

MOST_PARTIES = 5
# What is claimed as done waits for nobody but the verifier.
_WAITS_NO_MORE = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED, MilestoneStatus.AWAITING_VERIFICATION)


def with_balls(
    programmes: Sequence[Programme], waits: Iterable[Wait], agencies: Iterable[Agency], today: date
) -> tuple[Programme, ...]:
    """The programmes, their open milestones knowing whom they wait for.

    A wait for a milestone ends by itself with that milestone, whoever forgets to say so.
    """
    by_id = {m.id: (p, m) for p in programmes for m in p.milestones}
    names = {agency.code: agency for agency in agencies}
    balls: defaultdict[int, list[Ball]] = defaultdict(list)
    for wait in waits:
        found = by_id.get(wait.milestone)
        if found is None or found[1].status in _WAITS_NO_MORE or not wait.is_open(today):
            continue
        ball = _ball(wait, found[0].lead, by_id, names)
        if ball is not None:
            balls[wait.milestone].append(ball)
    return tuple(_holding(programme, balls) for programme in programmes) if balls else tuple(programmes)


def _ball(wait: Wait, own: Agency, by_id: Mapping[int, Found], names: Mapping[str, Agency]) -> Ball | None:
    awaited = by_id.get(wait.on_milestone) if wait.on_milestone else None
    if wait.on_milestone and (awaited is None or awaited[1].is_over):
        return None
    agency = awaited[0].lead if awaited else names[wait.on_agency] if wait.on_agency else None
    return Ball(
        wait=wait.id,
        since=wait.since,
        told_on=wait.told_on,
        party=agency.code if agency else None,
        name=agency.short_name if agency else wait.on_party or "",
        is_own=agency is not None and agency.code == own.code,
        milestone=awaited[1].name if awaited else None,
        note=wait.note,
    )


def _holding(programme: Programme, balls: Mapping[int, Sequence[Ball]]) -> Programme:
    if not any(m.id in balls for m in programme.milestones):
        return programme

    def held(milestone: Milestone) -> Milestone:
        return replace(milestone, balls=tuple(sorted(balls.get(milestone.id, ()), key=lambda b: (b.since, b.wait))))

    return replace(programme, milestones=tuple(held(milestone) for milestone in programme.milestones))


SHORTEST = 4


def meant(text: str, agencies: Iterable[Agency]) -> Agency | None:
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
    ball: Ball


def awaiting(found: Iterable[Found]) -> tuple[Awaiting, ...]:
    """Everything that waits for somebody else, the longest first."""
    waiting = [Awaiting(p, m, ball) for p, m in found for ball in m.balls if not ball.is_own]
    return tuple(sorted(waiting, key=lambda a: (a.ball.since, a.milestone.code, a.ball.wait)))


def most_awaited(waiting: Iterable[Awaiting], today: date, *, most: int = MOST_PARTIES) -> tuple[Awaited, ...]:
    """The five parties most waited for, by milestones, then by days."""
    by_party: defaultdict[tuple[str | None, str], list[Awaiting]] = defaultdict(list)
    for one in waiting:
        by_party[one.ball.party, one.ball.name].append(one)
    found = [
        Awaited(party, name, len({one.milestone.id for one in lot}), max(one.ball.days(today) for one in lot))
        for (party, name), lot in by_party.items()
    ]
    return tuple(sorted(found, key=lambda a: (-a.milestones, -a.days, a.name))[:most])


@dataclass(frozen=True, slots=True)
class Lateness:
    """Late milestones: those that are the agency's own, and those that wait for somebody else since before."""

    own: int
    held_up: int


def lateness(programmes: Iterable[Programme]) -> Lateness:
    found = list(programmes)
    return Lateness(sum(len(p.own_late) for p in found), sum(len(p.held_up) for p in found))
