"""Agencies at work: an operator for each of the first programmes, who opens /lapor, writes and sends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from smartcity.commands import periods
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.queries import compliance, portfolio
from smartcity.store.engine import reading, writing
from tests.hold.visitor import Visitor
from tests.people import make_account, open_door

SENT = "Laporan terkirim"


@dataclass(frozen=True)
class Reporter:
    """Who may report on one programme, with the cookie of a sign-in."""

    token: str
    programme: str
    period: int

    def key(self, field: str) -> str:
        return f"lapor-{self.programme}-{self.period}-0-{field}"


def keep_open(engine: Engine, agency: str) -> None:
    """Servers have the clock of the machine, which may have passed the last lock of the plan."""
    now = datetime.now(CITY_ZONE)
    with writing(engine) as session:
        calendar = compliance.reporting_calendar(session, now.date())
        if not calendar.open_for(agency, now):
            newest = max(calendar.periods, key=lambda period: period.dates.opens_on)
            until = now.date() + timedelta(days=5)
            periods.grant_exception(session, ADMINISTRATOR_AT_TERMINAL, newest.id, agency, until, "Uji", at=now)


def reporters(engine: Engine, count: int) -> list[Reporter]:
    """One for each of the first `count` programmes that owe a report in the open period."""
    today = datetime.now(CITY_ZONE).date()
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, today)
    assert plan is not None
    chosen, milestones = [p for p in plan.programmes if p.milestones][:count], []
    for agency in {programme.lead.code for programme in chosen}:
        keep_open(engine, agency)
    with reading(engine) as session:
        calendar = compliance.reporting_calendar(session, today)
    for programme in chosen:
        period = calendar.open_for(programme.lead.code, datetime.now(ZoneInfo("UTC")))[0]
        token = open_door(engine, make_account(engine, Role.AGENCY, programme.lead.code))
        assert token is not None
        milestones.append(Reporter(token, programme.code, period.id))
    assert len(milestones) == count
    return milestones


NOTES = ("happened", "obstacle", "next_step")


async def _typed(host: str, reporter: Reporter, words: str, notes: tuple[str, ...]) -> Visitor:
    """The form in a new tab, with these notes; none of them left yet."""
    visitor = await Visitor.arrive(host, reporter.token)
    await visitor.open("lapor", f"kode={reporter.programme}")
    for note in notes:
        visitor.type(reporter.key(note), string_value=words)
    return visitor


async def begun(host: str, reporter: Reporter, words: str, notes: tuple[str, ...] = NOTES[:2]) -> Visitor:
    """Opens the form and writes these of the three notes, which are kept as a draft."""
    visitor = await _typed(host, reporter, words, notes)
    await visitor.fill(reporter.key(notes[-1]), string_value=words)
    return visitor


async def finish(visitor: Visitor, reporter: Reporter, words: str) -> None:
    """Writes the third and presses Kirim."""
    visitor.type(reporter.key(NOTES[-1]), string_value=words)
    await visitor.click("send")


async def send(host: str, reporter: Reporter, words: str) -> Visitor:
    """A whole report at one go; the tab is left open for a look."""
    visitor = await _typed(host, reporter, words, NOTES)
    await visitor.click("send")
    return visitor


def stored(engine: Engine) -> dict[str, int]:
    """By the words of each sent report: how many statements say them."""
    query = "SELECT happened, count(*) FROM statement WHERE submission_key IS NOT NULL GROUP BY happened"
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(query))}
