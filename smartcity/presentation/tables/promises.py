"""Promises and waits: who keeps them, who waits for whom, and every other date, weight or end that was asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import Markup, escape

from smartcity.domain.enums import MilestoneStatus, Verdict
from smartcity.domain.facts.change_requests import Promise
from smartcity.domain.facts.history import Change, Move, Proposal
from smartcity.domain.plan.blockers import Awaited, Awaiting
from smartcity.domain.plan.programmes import Agency, Milestone, Programme
from smartcity.domain.portfolio.agencies import Reliability
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import (
    Column,
    Office,
    Table,
    agency_column,
    below,
    below_name,
    code_column,
    muted,
    programme_column,
    status_below,
)

Requested = TypeVar("Requested", bound=Change)


def reliability(say: Formatter, listed: Sequence[Reliability]) -> Table[Reliability]:
    columns: tuple[Column[Reliability], ...] = (
        Column(
            "agency", formats.NAME, lambda r: r.agency.name, lambda r: say.agency(r.agency.code, r.agency.short_name)
        ),
        Column("kept", formats.SHARE, lambda r: r.promises.share),
        Column("promises_kept", formats.COUNT, lambda r: r.promises.n, lambda r: _kept(say, r)),
        Column("promises_due", formats.COUNT, lambda r: r.promises.of, within="promises_kept"),
        Column("own_late", formats.COUNT, lambda r: r.late.own, lambda r: _count(r.late.own)),
        Column("held_up", formats.COUNT, lambda r: r.late.blocked, lambda r: _count(r.late.blocked)),
        Column("awaited", formats.COUNT, lambda r: r.awaited, lambda r: _count(r.awaited)),
    )
    return Table("reliability", say("promise.comparison"), say, listed, columns)


def _kept(say: Formatter, one: Reliability) -> str:
    promises = one.promises
    return say("promise.of", kept=promises.n, n=promises.of) if promises.of else say.words.number(None)


def _count(number: int) -> str:
    return str(number) if number else muted("0")


def waits(
    say: Formatter, waiting: Sequence[Awaiting], key: str = "waits", hidden: tuple[str, ...] = ()
) -> Table[Awaiting]:
    """Who waits for whom, since when, and for what."""
    columns: tuple[Column[Awaiting], ...] = (
        Column("since", formats.DAY, lambda w: w.blocker.since),
        Column("waiting_days", formats.COUNT, lambda w: w.blocker.days(say.today)),
        code_column(lambda w: w.milestone.code),
        Column("milestone", formats.NAME, lambda w: w.milestone.name),
        status_below(say, lambda w: w.milestone, "milestone"),
        Column("party", formats.TEXT, lambda w: w.blocker.name, _party(say)),
        Column("awaited_milestone", formats.TEXT, lambda w: w.blocker.milestone, _awaited_milestone(say), "milestone"),
        programme_column(say, lambda w: w.programme),
        agency_column(say, lambda w: w.programme.lead),
        Column("told_on", formats.DAY, lambda w: w.blocker.told_on, file_only="the day it began stands first"),
        Column("note", formats.TEXT, lambda w: w.blocker.note),
    )
    return Table(key, say("wait.sheet"), say, waiting, columns, hidden)


def _party(say: Formatter) -> Callable[[Awaiting], str]:
    return lambda w: say.agency(w.blocker.party, w.blocker.name) if w.blocker.party else w.blocker.name


def _awaited_milestone(say: Formatter) -> Callable[[Awaiting], str]:
    return lambda w: below(say("wait.for_milestone", milestone=w.blocker.milestone)) if w.blocker.milestone else ""


def awaited(say: Formatter, parties: Sequence[Awaited], who: Callable[[Awaited], Sequence[Agency]]) -> Table[Awaited]:
    """Who is waited for most, and by which agencies."""
    columns: tuple[Column[Awaited], ...] = (
        Column(
            "awaited_party",
            formats.NAME,
            lambda a: a.name,
            lambda a: say.agency(a.party, a.name) if a.party else a.name,
        ),
        Column("waiting_milestones", formats.COUNT, lambda a: a.milestones),
        Column("waiting_days", formats.COUNT, lambda a: a.days),
        Column(
            "who_waits",
            formats.TEXT,
            lambda a: ", ".join(agency.short_name for agency in who(a)),
            lambda a: Markup(", ").join(say.agency(agency.code, agency.short_name) for agency in who(a)),
        ),
    )
    return Table("awaited", say("wait.parties"), say, parties, columns)


@dataclass(frozen=True, slots=True)
class Asked(Generic[Requested]):
    """A move of a promised date, a new weight, an end or a pause that was asked for of a milestone."""

    programme: Programme
    milestone: Milestone
    change: Requested


def moves(
    say: Formatter, promises: Sequence[Promise], office: Office, hidden: tuple[str, ...] = ()
) -> Table[Asked[Move]]:
    """A row for every move that was asked for, whatever the answer; those of a milestone together."""
    rows = [Asked(promise.programme, promise.milestone, move) for promise in promises for move in promise.moves]
    net = {promise.milestone.id: promise.net_days for promise in promises}
    about: tuple[Column[Asked[Move]], ...] = _about(say)
    reasoned: tuple[Column[Asked[Move]], ...] = _reasoned(say, office)
    columns: tuple[Column[Asked[Move]], ...] = (
        *about,
        Column("first_due", formats.DAY, lambda one: one.milestone.facts.first_due_on),
        Column("old_due", formats.DAY, lambda one: one.change.old_due_on, file_only="the move before it says so"),
        Column("new_due", formats.DAY, lambda one: one.change.new_due_on, lambda one: _new_due(say, one.change)),
        Column("days", formats.SIGNED, lambda one: one.change.days, within="new_due"),
        *reasoned,
        Column("due", formats.DAY, lambda one: one.milestone.facts.due_on),
        status_below(say, lambda one: one.milestone, "due"),
        Column("net_days", formats.SIGNED, lambda one: net[one.milestone.id]),
    )
    return Table("moves", say("promise.sheet"), say, rows, columns, hidden)


def proposals(
    say: Formatter, asked: Sequence[Asked[Proposal]], office: Office, hidden: tuple[str, ...] = ()
) -> Table[Asked[Proposal]]:
    """Other changes: of weight, ends and pauses."""
    about: tuple[Column[Asked[Proposal]], ...] = _about(say)
    reasoned: tuple[Column[Asked[Proposal]], ...] = _reasoned(say, office)
    columns: tuple[Column[Asked[Proposal]], ...] = (
        *about,
        Column("asked", formats.LABEL, lambda one: one.change.kind, lambda one: _proposed(say, one.change)),
        Column("weight", formats.WEIGHT, lambda one: one.change.weight, within="asked"),
        *reasoned,
    )
    return Table("proposals", say("promise.others"), say, asked, columns, hidden)


def _about(say: Formatter) -> tuple[Column[Asked[Requested]], ...]:
    return (
        code_column(lambda one: one.milestone.code),
        Column("milestone", formats.NAME, lambda one: one.milestone.name),
        below_name(programme_column(say, lambda one: one.programme)),
        below_name(agency_column(say, lambda one: one.programme.lead)),
    )


def _reasoned(say: Formatter, office: Office) -> tuple[Column[Asked[Requested]], ...]:
    """Why it was asked, by whom and when, and what was answered; `office` names who recorded something."""

    def proposed_by(one: Asked[Requested]) -> str:
        return office(one.change.proposed_by, one.change.recorded_at)

    def answered_by(one: Asked[Requested]) -> str | None:
        answer = one.change.answer
        return office(answer.by, answer.at) if answer else None

    def recorded(one: Asked[Requested]) -> str | Markup:
        day = say.words.short_day(one.change.recorded_at.date())
        return below(f"{proposed_by(one)}, {day}") + say.after_freeze(one.change.recorded_at)

    return (
        Column("reason", formats.NAME, lambda one: one.change.reason),
        Column("proposed_by", formats.TEXT, proposed_by, recorded, "reason"),
        Column("recorded", formats.DAY, lambda one: one.change.recorded_at.date(), within="reason"),
        Column("answer", formats.TEXT, lambda one: _answer(say, one), lambda one: _answered(say, one)),
        Column("answered_by", formats.TEXT, answered_by, lambda one: _answerer(say, one, answered_by(one)), "answer"),
    )


def _new_due(say: Formatter, move: Move) -> Markup:
    """Struck through where it was refused or waits."""
    text = f"{say.words.short_day(move.new_due_on)} ({move.days:+d})"
    return escape(text) if move.is_verified else Markup("<s>{}</s>").format(text)


def _proposed(say: Formatter, proposal: Proposal) -> str:
    kind = say.words.label(proposal.kind)
    return kind if proposal.weight is None else f"{kind}: {say.weight(proposal.weight)}"


def _answer(say: Formatter, one: Asked[Requested]) -> str | None:
    answer = one.change.answer
    return say("change.approved" if answer.verdict is Verdict.VERIFIED else "change.refused") if answer else None


def _answered(say: Formatter, one: Asked[Requested]) -> str:
    answer = _answer(say, one)
    return answer if answer else say.chip(MilestoneStatus.AWAITING_VERIFICATION, say("change.waiting"))


def _answerer(say: Formatter, one: Asked[Requested], by: str | None) -> str:
    answer = one.change.answer
    if answer is None or by is None:
        return ""
    text = f"{by}, {say.words.short_day(answer.at.date())}"
    return below(": ".join(filter(None, (text, answer.note))))
