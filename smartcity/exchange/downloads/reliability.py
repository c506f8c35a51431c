"""The workbook of promises and waits: how reliable each agency is, and who is waited for."""

from collections.abc import Callable, Iterable
from datetime import datetime

from smartcity.domain.facts.change_requests import Promise
from smartcity.domain.facts.history import Move
from smartcity.domain.plan.blockers import Awaiting
from smartcity.domain.portfolio.agencies import Reliability
from smartcity.domain.rounding import progress_in_file
from smartcity.exchange.downloads.figure_workbook import Kind, Sheet, columns
from smartcity.presentation.formatter import Formatter


def reliability_table(say: Formatter, reliabilities: Iterable[Reliability]) -> Sheet:
    counts = ("promises_kept", "promises_due", "own_late", "held_up", "awaited")
    named = (("agency", Kind.TEXT), ("kept", Kind.PERCENT), *((name, Kind.NUMBER) for name in counts))
    rows = [
        (
            one.agency.name,
            progress_in_file(one.promises.share),
            one.promises.fulfilled,
            one.promises.n,
            one.late.own,
            one.late.blocked,
            one.awaited,
        )
        for one in reliabilities
    ]
    return Sheet(say("promise.comparison"), columns(say, *named), rows)


def waits_table(say: Formatter, waiting: Iterable[Awaiting]) -> Sheet:
    text_columns = ("code", "milestone", "programme", "agency", "status", "party", "awaited_milestone")
    more = (("since", Kind.DAY), ("waiting_days", Kind.NUMBER), ("told_on", Kind.DAY), ("note", Kind.TEXT))
    rows = [
        (
            one.milestone.code,
            one.milestone.name,
            one.programme.name,
            one.programme.lead.short_name,
            say.words.label(one.milestone.status),
            one.blocker.name,
            one.blocker.milestone,
            one.blocker.since,
            one.blocker.days(say.today),
            one.blocker.told_on,
            one.blocker.note,
        )
        for one in waiting
    ]
    return Sheet(say("wait.sheet"), columns(say, *((name, Kind.TEXT) for name in text_columns), *more), rows)


def _answer(say: Formatter, move: Move, office: Callable[[str, datetime], str]) -> tuple[str | None, str | None]:
    """What was answered, and who did."""
    if move.answer is None:
        return None, None
    answer = say("change.approved" if move.is_verified else "change.refused")
    return answer, office(move.answer.by, move.answer.at)


def promises_table(say: Formatter, moved: Iterable[Promise], office: Callable[[str, datetime], str]) -> Sheet:
    """A row for every move that was asked for, whatever the answer; `office` names who recorded something."""
    text_columns = ("code", "milestone", "programme", "agency")
    dates = (("first_due", Kind.DAY), ("old_due", Kind.DAY), ("new_due", Kind.DAY), ("days", Kind.NUMBER))
    reason_columns = (("reason", Kind.TEXT), ("proposed_by", Kind.TEXT), ("recorded", Kind.DAY), ("answer", Kind.TEXT))
    more = (("answered_by", Kind.TEXT), ("due", Kind.DAY), ("net_days", Kind.NUMBER))
    rows = [
        (
            *(one.milestone.code, one.milestone.name, one.programme.name, one.programme.lead.short_name),
            *(one.first_due_on, move.old_due_on, move.new_due_on, move.days, move.reason),
            *(office(move.proposed_by, move.recorded_at), move.recorded_at.date(), *_answer(say, move, office)),
            *(one.due_on, one.net_days),
        )
        for one in moved
        for move in one.moves
    ]
    return Sheet(
        say("promise.sheet"),
        columns(say, *((name, Kind.TEXT) for name in text_columns), *dates, *reason_columns, *more),
        rows,
    )
