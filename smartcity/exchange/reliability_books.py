"""Promises and waits behind the screens, for their workbooks: who keeps his word, and whose ball it is."""

from collections.abc import Callable, Iterable
from datetime import datetime

from smartcity.domain.balls import Awaiting
from smartcity.domain.precision import progress_in_file
from smartcity.domain.promises import Promise
from smartcity.domain.reliability import Reliability
from smartcity.exchange.columns import columns
from smartcity.exchange.figure_book import Kind, Sheet
from smartcity.presentation.said import Said


def reliability(say: Said, found: Iterable[Reliability]) -> Sheet:
    counts = ("promises_kept", "promises_due", "own_late", "held_up", "awaited")
    named = (("agency", Kind.TEXT), ("kept", Kind.PERCENT), *((name, Kind.NUMBER) for name in counts))
    rows = [
        (
            one.agency.name,
            progress_in_file(one.promises.share),
            one.promises.kept,
            one.promises.n,
            one.late.own,
            one.late.held_up,
            one.awaited,
        )
        for one in found
    ]
    return Sheet(say("promise.comparison"), columns(say, *named), rows)


def waits(say: Said, found: Iterable[Awaiting]) -> Sheet:
    texts = ("code", "milestone", "programme", "agency", "status", "party", "awaited_milestone")
    more = (("since", Kind.DAY), ("waiting_days", Kind.NUMBER), ("told_on", Kind.DAY), ("note", Kind.TEXT))
    rows = [
        (
            one.milestone.code,
            one.milestone.name,
            one.programme.name,
            one.programme.lead.short_name,
            say.words.label(one.milestone.status),
            one.ball.name,
            one.ball.milestone,
            one.ball.since,
            one.ball.days(say.today),
            one.ball.told_on,
            one.ball.note,
        )
        for one in found
    ]
    return Sheet(say("wait.sheet"), columns(say, *((name, Kind.TEXT) for name in texts), *more), rows)


def promises(say: Said, found: Iterable[Promise], office: Callable[[str, datetime], str]) -> Sheet:
    """A row for every move that was asked for, whatever the answer; `office` names who recorded something."""
    texts = ("code", "milestone", "programme", "agency")
    dates = (("first_due", Kind.DAY), ("old_due", Kind.DAY), ("new_due", Kind.DAY), ("days", Kind.NUMBER))
    told = (("reason", Kind.TEXT), ("proposed_by", Kind.TEXT), ("recorded", Kind.DAY), ("answer", Kind.TEXT))
    more = (("answered_by", Kind.TEXT), ("due", Kind.DAY), ("net_days", Kind.NUMBER))
    rows = [
        (
            one.milestone.code,
            one.milestone.name,
            one.programme.name,
            one.programme.lead.short_name,
            one.first_due_on,
            move.old_due_on,
            move.new_due_on,
            move.days,
            move.reason,
            office(move.proposed_by, move.recorded_at),
            move.recorded_at.date(),
            say("change.approved" if move.is_approved else "change.refused") if move.answer else None,
            office(move.answer.by, move.answer.at) if move.answer else None,
            one.due_on,
            one.net_days,
        )
        for one in found
        for move in one.moves
    ]
    return Sheet(say("promise.sheet"), columns(say, *((name, Kind.TEXT) for name in texts), *dates, *told, *more), rows)
