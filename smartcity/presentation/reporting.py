"""Reporting of agencies as texts to be sent: reminders, the next step in the league, the hand-over sheet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from smartcity.domain.calendar import Calendar
from smartcity.domain.enums import PeriodState
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.portfolio.agencies import HandOver
from smartcity.domain.reporting.compliance import NextStep, Row
from smartcity.presentation.formatter import Formatter

CHAT = "https://wa.me/"
COUNTRY = "62"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`text` is whole: it needs nothing around it."""

    agency: str
    subject: str
    text: str

    def whatsapp_link(self, phone: str | None = None) -> str:
        """A link that opens the text in WhatsApp, to this number or to whom one chooses there."""
        return f"{CHAT}{international(phone) if phone else ''}?text={quote(self.text)}"


def international(phone: str) -> str:
    """Digits with the country in front: 0812-345 is 62812345."""
    digits = re.sub(r"\D", "", phone)
    return COUNTRY + digits[1:] if digits.startswith("0") else digits


def report_reminder(say: Formatter, row: Row, calendar: Calendar, now: datetime, url: str) -> Reminder:
    """What this agency still owes in the current period."""
    period = say.period(row.now.period.name)
    lines = (
        say("reminder.greeting", agency=row.agency.name),
        say("reminder.request", period=period),
        "\n".join(f"• {task.name}" for task in row.now.waiting),
        due_text(say, row, calendar, now),
        say("reminder.where", url=f"{url.rstrip('/')}/lapor"),
        say("reminder.thanks"),
    )
    return Reminder(row.agency.code, say("reminder.subject", period=period), "\n\n".join(lines))


def due_text(say: Formatter, row: Row, calendar: Calendar, now: datetime) -> str:
    """By when: the due day, the end of the grace days, or that the period is locked and what then."""
    period, today = row.now.period, calendar.today(now)
    facts = {"due": say.words.day(period.dates.closes_on)}
    state = period.dates.state(today)
    if state is PeriodState.GRACE:
        return say("reminder.grace", **facts, last=say.words.day(period.dates.last_day))
    if state is not PeriodState.LOCKED:
        return say("reminder.open", **facts)
    exception = calendar.excepted(period, row.agency.code, now)
    if exception is None:
        return say("reminder.locked", **facts)
    return say("reminder.excepted", until=say.instant(exception.until))


def next_step_text(say: Formatter, row: Row, step: NextStep) -> str:
    is_up = step.place_then < step.place
    place = say(f"next_step.place.{'up' if is_up else 'same'}", **_places(step, is_up=is_up))
    facts = {"by": say.words.day(step.by), "standing": say.words.label(step.status), "due": row.due}
    return say(f"next_step.{step.kind.value}", count=step.count, place=place, **facts)


def _places(step: NextStep, *, is_up: bool) -> dict[str, int]:
    places = {"place": step.place, "of": step.of}
    return {**places, "then": step.place_then} if is_up else places


def letter(say: Formatter, sheet: HandOver, label: str) -> str:
    """Whole: it needs nothing around it."""
    parts = [
        say("handover.title", label=label, agency=sheet.agency.name),
        say("handover.day", day=say.words.day(sheet.as_of)),
        _part(say("handover.promises", count=len(sheet.promises)), _milestones(say, sheet.promises)),
        _part(say("handover.unproven", count=len(sheet.unproven)), _milestones(say, sheet.unproven)),
        _part(say("handover.decisions", count=len(sheet.decisions)), _decisions(say, sheet)),
        say("handover.sign"),
    ]
    return "\n\n".join(part for part in parts if part)


def _part(heading: str, lines: Iterable[str]) -> str:
    listed = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    return "\n".join([heading, *listed]) if listed else heading


def _milestones(say: Formatter, due_milestones: Iterable[ProgrammeMilestone]) -> Iterable[str]:
    for programme, milestone in due_milestones:
        facts = {"milestone": milestone.name, "programme": programme.name}
        due, status = say.words.short_day(milestone.facts.due_on), say.words.label(milestone.status)
        yield say("handover.milestone", due=due, status=status, **facts)


def _decisions(say: Formatter, sheet: HandOver) -> Iterable[str]:
    for decision in sheet.decisions:
        due = say.words.short_day(decision.due_on)
        yield say("handover.decision", code=decision.code, text=decision.text, due=due)
