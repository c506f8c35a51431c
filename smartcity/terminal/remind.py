"""The verb that asks agencies for what is due: printed for whoever sends it, or sent by e-mail."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy import Engine

from smartcity.commands import reminders as commands
from smartcity.domain.compliance import Row, awaited, league
from smartcity.domain.periods import Calendar
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.exchange.mail import Letter, send
from smartcity.queries import compliance, contacts, locks
from smartcity.settings import settings
from smartcity.store.engine import reading, writing
from smartcity.store.zone import day_of
from smartcity.telling.reminders import Reminder, reminder
from smartcity.telling.said import Said
from smartcity.terminal.edge import database, out, words


def register(app: typer.Typer) -> None:
    app.command("remind", help=words().say("remind.help"))(remind)


def remind(
    by_mail: Annotated[bool, typer.Option("--send", help=words().say("remind.help.send"))] = False,
) -> None:
    now = datetime.now(UTC)
    with database() as engine:
        every, calendar = _owing(engine, now)
        rows = awaited(every)
        say = Said(words(), calendar.today(now), calendar.zone.key)
        found = [reminder(say, row, calendar, now, settings().public_url) for row in rows]
        if not found:
            return out().print(words().say("remind.nobody" if every else "remind.nothing"))
        if by_mail:
            return _send(engine, rows, found, now)
    for row, one in zip(rows, found, strict=True):
        out().rule(Text(row.agency.short_name, style="bold"), align="left")
        out().print(one.text, markup=False, soft_wrap=True)
    return None


def _owing(engine: Engine, now: datetime) -> tuple[tuple[Row, ...], Calendar]:
    """Agencies that owe a report in the current period, given or not, and the calendar that says until when."""
    with reading(engine) as session:
        today = day_of(session, now)
        rows = league(compliance.columns(session, today, most=1), (), today)
        return tuple(row for row in rows if row.now.owing), locks.calendar(session, today)


def _send(engine: Engine, rows: Sequence[Row], found: Sequence[Reminder], now: datetime) -> None:
    url = settings().smtp_url
    if url is None:
        raise Refused("mail.not_configured")
    with reading(engine) as session:
        known = contacts.by_agency(session)
    addressed = [(one, c.email) for one in found for c in known.get(one.agency, ()) if c.email]
    failures = send(url, settings().mail_from, [Letter(email, one.subject, one.text) for one, email in addressed])
    refused = {failure.letter.to for failure in failures}
    reached = list(dict.fromkeys(one.agency for one, email in addressed if email not in refused))
    if reached:
        with writing(engine) as session:
            commands.sent(session, ADMINISTRATOR_AT_TERMINAL, rows[0].now.period.name, reached, at=now)
    for failure in failures:
        out().print(words().say("remind.failed", to=failure.letter.to, why=failure.why), style="red", markup=False)
    out().print(words().say("remind.sent", letters=len(addressed) - len(failures), agencies=len(reached)))
    without = [row.agency.short_name for row, one in zip(rows, found, strict=True) if one.agency not in reached]
    if without:
        out().print(words().say("remind.unreached", names=", ".join(without)), markup=False)
    if failures:
        raise typer.Exit(1)
