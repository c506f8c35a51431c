"""Reminders by e-mail, each letter once: by the clock, or sent from the terminal by the same job of the same day."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands import operations, periods
from smartcity.domain.calendar import HOUR, Calendar, PeriodName, is_reminder_due, named_period
from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import JobKind, NewJob
from smartcity.domain.reporting.compliance import Row, awaited, ranking
from smartcity.exchange.mail import Failure, Letter, deliver
from smartcity.i18n.words import Words
from smartcity.jobs.running import ElapsedDays, Run, Write
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.integrity import with_seal
from smartcity.presentation.reporting import Reminder, report_reminder
from smartcity.queries import accounts, compliance, ledger
from smartcity.settings import settings
from smartcity.store.engine import reading, writing
from smartcity.store.masterplan import day_of

# Accounts that have their letter, accounts whose address takes none, agencies whose letters stand in the ledger.
SENT, REFUSED, IN_LEDGER = "sent", "refused", "in_ledger"
Progress = dict[str, list[object]]


def about(period: PeriodName, day: date) -> str:
    """One reminder per period and day, whoever asks for it."""
    return f"{period} {day}"


@dataclass(frozen=True, slots=True)
class OutstandingReports:
    """Who owes reports of one period, and the calendar that says until when; `is_owed` also when all were given."""

    rows: tuple[Row, ...]
    calendar: Calendar
    is_owed: bool

    def reminders(self, words: Words, now: datetime) -> list[Reminder]:
        say = Formatter(words, self.calendar.today(now), self.calendar.zone.key)
        return [report_reminder(say, row, self.calendar, now, settings().public_url) for row in self.rows]


def outstanding_reports(session: Session, now: datetime, period: PeriodName | None = None) -> OutstandingReports:
    """Of the named period while it can be reported, else of the newest."""
    today = day_of(session, now)
    columns = compliance.columns(session, today, most=1)
    if period is not None:
        columns = tuple(column for column in columns if column.period.name == period)
    owing = [row for row in ranking(columns[-1:], (), today) if row.now.owing]
    return OutstandingReports(awaited(owing), compliance.reporting_calendar(session, today), bool(owing))


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter to one account of an agency. Its name is the same in every try, so that mail servers know it again."""

    account: int
    agency: str
    letter: Letter


@dataclass
class Sending:
    """The handler; afterwards it holds what its try did. An account gets one letter per period and day.

    `reached` are the agencies of which an account has its letter, `agencies` those that got one in this try.
    """

    letters: int = 0
    failures: list[Failure] = field(default_factory=list)
    reached: tuple[str, ...] = ()
    agencies: frozenset[str] = frozenset()

    def __call__(self, run: Run) -> Write:
        period_name, _, day_text = run.job.about.partition(" ")
        period, day = named_period(period_name), date.fromisoformat(day_text)
        progress: Progress = {name: _list(run.job.progress.get(name)) for name in (SENT, REFUSED, IN_LEDGER)}
        addressed = _addressed(run.engine, period, day)
        try:
            self._send(run, addressed, progress)
        finally:
            self._enter_in_ledger(run, period, addressed, progress)
        later = [failure for failure in self.failures if not failure.is_final]
        if later:
            why = later[0].why.replace(later[0].letter.to, "…")  # addresses are nobody's business on a screen
            raise Refused("remind.undelivered", count=len(later), why=why)
        count = len(progress[REFUSED])
        return lambda _session: Refused("remind.addresses", count=count) if count else None

    def _send(self, run: Run, addressed: Sequence[Addressed], progress: Progress) -> None:
        ended = {*progress[SENT], *progress[REFUSED]}
        left = {one.letter: one for one in addressed if one.account not in ended}
        if (url := settings().smtp_url) is None:
            raise Refused("mail.not_configured")
        for letter, failure in deliver(url, settings().mail_from, list(left)) if left else ():
            if failure is None:
                self.letters, self.agencies = self.letters + 1, self.agencies | {left[letter].agency}
            else:
                self.failures.append(failure)
            if failure is None or failure.is_final:
                progress[REFUSED if failure else SENT].append(left[letter].account)
                run.store_progress(progress)

    def _enter_in_ledger(
        self, run: Run, period: PeriodName, addressed: Sequence[Addressed], progress: Progress
    ) -> None:
        self.reached = tuple(dict.fromkeys(one.agency for one in addressed if one.account in progress[SENT]))
        new = [agency for agency in self.reached if agency not in progress[IN_LEDGER]]
        if not new:
            return
        now, progress[IN_LEDGER] = datetime.now(UTC), [*progress[IN_LEDGER], *new]
        with writing(run.engine) as session:
            operations.note(session, run.job, progress, at=now)
            periods.record_reminders(session, run.actor, period, new, at=now)


def run(run: Run) -> Write:
    """The job of the clock."""
    return Sending()(run)


def daily_jobs(elapsed: ElapsedDays) -> Iterator[NewJob]:
    """Where mail is set up; when a period opens, only where the settings ask for that."""
    if settings().smtp_url is None:
        return
    opened = set(elapsed.opened()) if settings().remind_opening else set()
    for period in elapsed.calendar.periods:
        is_new = period in opened and not period.dates.is_locked(elapsed.today)
        if is_new or is_reminder_due(period.dates, elapsed.last, elapsed.today):
            due_at = datetime.combine(elapsed.today, HOUR, elapsed.calendar.zone)
            yield NewJob(JobKind.REMINDER, about(period.name, elapsed.today), due_at)


def _addressed(engine: Engine, period: PeriodName, day: date) -> list[Addressed]:
    """Nobody once the day is over: another day has other words."""
    now = datetime.now(UTC)
    with reading(engine) as session:
        outstanding, addresses = outstanding_reports(session, now, period), accounts.contacts_by_agency(session)
        words, newest = Words(settings().language), ledger.newest_anchor(session)
    if outstanding.calendar.today(now) != day:
        return []
    return [
        Addressed(contact.account, one.agency, Letter(contact.email, one.subject, text, name))
        for one in outstanding.reminders(words, now)
        if (text := with_seal(words, one.text, newest))
        for contact in addresses.get(one.agency, ())
        if contact.email and (name := _name(contact, period, day))
    ]


def _name(contact: accounts.Contact, period: PeriodName, day: date) -> str:
    identity = f"{settings().public_url} {about(period, day)} {contact.account}"
    return hashlib.sha256(identity.encode()).hexdigest()[:32]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
