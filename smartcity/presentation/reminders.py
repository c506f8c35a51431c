"""Reminders to agencies: a request for help, never a reproach. What is due, by when, where to write it."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from smartcity.domain.compliance import Row
from smartcity.domain.kinds import PeriodState
from smartcity.domain.periods import Calendar
from smartcity.presentation.said import Said

CHAT = "https://wa.me/"
COUNTRY = "62"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`text` is whole: it needs nothing around it."""

    agency: str
    subject: str
    text: str

    def chat(self, phone: str | None = None) -> str:
        """A link that opens the text in WhatsApp, to this number or to whom one chooses there."""
        return f"{CHAT}{international(phone) if phone else ''}?text={quote(self.text)}"


def international(phone: str) -> str:
    """Digits with the country in front: 0812-345 is 62812345."""
    digits = re.sub(r"\D", "", phone)
    return COUNTRY + digits[1:] if digits.startswith("0") else digits


def reminder(say: Said, row: Row, calendar: Calendar, now: datetime, url: str) -> Reminder:
    """What this agency still owes in the current period."""
    period = say.period(row.now.period.name)
    lines = (
        say("reminder.greeting", agency=row.agency.name),
        say("reminder.request", period=period),
        "\n".join(f"• {duty.name}" for duty in row.now.waiting),
        until(say, row, calendar, now),
        say("reminder.where", url=f"{url.rstrip('/')}/lapor"),
        say("reminder.thanks"),
    )
    return Reminder(row.agency.code, say("reminder.subject", period=period), "\n\n".join(lines))


def until(say: Said, row: Row, calendar: Calendar, now: datetime) -> str:
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
