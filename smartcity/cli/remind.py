"""The verb that asks agencies for what is due: printed for whoever sends it, or sent by e-mail."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy import Engine

from smartcity.cli.console import database, option, out, tell, words
from smartcity.commands import operations
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.errors import Refused
from smartcity.domain.operations.jobs import JobKind, NewJob
from smartcity.jobs.reminders import OutstandingReports, Sending, about, outstanding_reports
from smartcity.jobs.running import Run, run_job
from smartcity.settings import settings
from smartcity.store.engine import reading, writing


def remind(
    *,
    by_mail: Annotated[bool, option("--send", "remind.help.send")] = False,
) -> None:
    now = datetime.now(UTC)
    with database() as engine:
        with reading(engine) as session:
            outstanding = outstanding_reports(session, now)
        if not outstanding.rows:
            return tell("remind.nobody" if outstanding.is_owed else "remind.nothing")
        if by_mail:
            return _send(engine, outstanding, now)
    for row, one in zip(outstanding.rows, outstanding.reminders(words(), now), strict=True):
        out().rule(Text(row.agency.short_name, style="bold"), align="left")
        out().print(one.text, markup=False, soft_wrap=True)
    return None


def _send(engine: Engine, outstanding: OutstandingReports, now: datetime) -> None:
    """By the job of this period and day, so that what the clock has sent today is not sent again."""
    if settings().smtp_url is None:
        raise Refused("mail.not_configured")
    key = about(outstanding.rows[0].now.period.name, outstanding.calendar.today(now))
    with writing(engine) as session:
        operations.enqueue(session, [NewJob(JobKind.REMINDER, key, now)], at=now)
        job = operations.claim(session, at=now, only=(JobKind.REMINDER, key))
    if job is None:
        raise Refused("remind.running")
    sending = Sending()
    error = run_job(Run(engine, job, ADMINISTRATOR_AT_TERMINAL), {JobKind.REMINDER: sending})
    if error is not None and not sending.failures:
        raise error
    _print_outstanding(outstanding, sending)


def _print_outstanding(outstanding: OutstandingReports, sending: Sending) -> None:
    for failure in sending.failures:
        tell("remind.failed", "red", to=failure.letter.to, why=failure.why)
    is_repeated = sending.reached and not sending.letters and not sending.failures
    sent = words().say("remind.sent", letters=sending.letters, agencies=len(sending.agencies))
    out().print(words().say("remind.already") if is_repeated else sent)
    without = [row.agency.short_name for row in outstanding.rows if row.agency.code not in sending.reached]
    if without:
        tell("remind.unreached", names=", ".join(without))
    if sending.failures:
        raise typer.Exit(1)
