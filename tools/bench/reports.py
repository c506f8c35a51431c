"""Reports that are accepted: of the first programme and milestone on which something may be reported."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from smartcity.commands.contexts import current_plan, milestones
from smartcity.commands.reporting import submission
from smartcity.commands.reporting.submission import Sending
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Claim, OwnRating, Role
from smartcity.domain.errors import Refused
from smartcity.domain.reporting.submission import Step, Submission
from smartcity.store.engine import reading
from smartcity.store.tables import Agency, Programme


def reportable(engine: Engine) -> datetime:
    """Now, or where no period is open any more the last day of the newest one."""
    with reading(engine) as session:
        calendar, now = current_plan.calendar(session), datetime.now(UTC)
    last = max(period.dates.last_day for period in calendar.periods)
    return now if calendar.today(now) <= last else datetime.combine(last, time(12), calendar.zone)


def led(engine: Engine) -> list[tuple[str, str]]:
    """Codes of all programmes, each with that of its agency."""
    with reading(engine) as session:
        asked = select(Programme.code, Agency.code).where(Programme.lead_agency_id == Agency.id)
        return [(code, agency) for code, agency in session.exec(asked.order_by(Programme.code)).all()]


def accepted(engine: Engine, programmes: list[tuple[str, str]], at: datetime, folder: Path) -> tuple[Actor, Sending]:
    """The first report of these that no rule refuses; nothing is left written."""
    with reading(engine) as session:
        for code, agency in programmes:
            actor = Actor("bench", Role.AGENCY, agency, label="Bench")
            for sending in _sendings(session, actor, code, at, folder):
                with suppress(Refused):
                    submission.submit(session, actor, sending, at=at)
                    session.rollback()
                    return actor, sending
                session.rollback()
    raise RuntimeError("Nothing can be reported")


def _sendings(session: Session, actor: Actor, code: str, at: datetime, folder: Path) -> Iterator[Sending]:
    for period in reversed(current_plan.calendar(session).periods):
        context = milestones.report_context(session, actor, code, period.id, at)
        for number in context.milestones:
            given = Submission(OwnRating.ON_TRACK, "a", steps={number: Step(Claim.RUNNING, 50, note="b")})
            yield Sending(code, period.id, given, f"{code}-{period.id}-{context.newest}", context.newest, folder)
