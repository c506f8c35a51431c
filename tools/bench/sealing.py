"""What sealing costs: the same import and submissions with seals and without, in one run, by processor time."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session, select

from smartcity.commands.contexts import current_plan, milestones
from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.commands.reporting import submission
from smartcity.commands.reporting.submission import Sending
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Claim, OwnRating, Role
from smartcity.domain.errors import Refused
from smartcity.domain.reporting.submission import Step, Submission
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.exchange.workbook.writing import write_workbook
from smartcity.i18n.words import Words
from smartcity.queries import integrity, workbook
from smartcity.store.engine import WRITES, make_engine, reading
from smartcity.store.ledger import WritingSession
from smartcity.store.masterplan import day_of
from smartcity.store.schema_version import upgrade
from smartcity.store.tables import Agency, Programme

Answer = TypeVar("Answer")
IMPORTS, SUBMISSIONS = 3, 40
KINDS: tuple[type[Session], ...] = (WritingSession, Session)


class Cost(NamedTuple):
    """Seconds with seals and without."""

    sealed: float
    plain: float

    @property
    def ratio(self) -> float:
        return self.sealed / self.plain


def import_cost(plan: Engine, folder: Path) -> Cost:
    """Of the plan as a workbook, read, looked at and brought into an empty database; the best of each."""
    book = folder / "plan.xlsx"
    with reading(plan) as session:
        write_workbook(book, workbook.workbook_rows(session, day_of(session, datetime.now(UTC))), Words("id"))
    draft, read_in = _timed(lambda: draft_of(read_source(book), NameIndex()))
    seconds: dict[type[Session], list[float]] = {kind: [] for kind in KINDS}
    for number in range(IMPORTS):
        for kind in KINDS:
            engine = make_engine(f"sqlite:///{folder}/{kind.__name__}{number}.db")
            upgrade(engine)
            seconds[kind].append(_brought_in(engine, kind, draft) + read_in)
            engine.dispose()
    return Cost(*(min(seconds[kind]) for kind in KINDS))


def _brought_in(engine: Engine, kind: type[Session], draft: PlanDraft) -> float:
    now = datetime.now(UTC)
    with reading(engine) as session:
        looked_at = _timed(lambda: plan_import.preview(session, draft, at=now))[1]

    def bring_in() -> None:
        with kind(engine.execution_options(**{WRITES: True})) as session, session.begin():
            plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=now)

    return looked_at + _timed(bring_in)[1]


def submission_cost(engine: Engine, folder: Path) -> Cost:
    """Of one milestone with its note, again and again; the median of each. The database is no longer whole after it."""
    at = _reportable(engine)
    actor, sending = _first_open(engine, at, folder)
    seconds: dict[type[Session], list[float]] = {kind: [] for kind in KINDS}
    for number in range(SUBMISSIONS):
        for kind in KINDS:
            with reading(engine) as session:
                newest = milestones.report_context(session, actor, sending.programme, sending.period_id, at).newest
            again = replace(sending, key=f"{kind.__name__}-{number}", based_on=newest)
            seconds[kind].append(_timed(partial(_send, engine, kind, actor, again, at))[1])
    return Cost(*(median(seconds[kind]) for kind in KINDS))


def _send(engine: Engine, kind: type[Session], actor: Actor, sending: Sending, at: datetime) -> None:
    with kind(engine.execution_options(**{WRITES: True})) as session, session.begin():
        submission.submit(session, actor, sending, at=at)


def _reportable(engine: Engine) -> datetime:
    """Now, or where no period is open any more the last day of the newest one."""
    with reading(engine) as session:
        calendar, now = current_plan.calendar(session), datetime.now(UTC)
    last = max(period.dates.last_day for period in calendar.periods)
    return now if calendar.today(now) <= last else datetime.combine(last, time(12), calendar.zone)


def _first_open(engine: Engine, at: datetime, folder: Path) -> tuple[Actor, Sending]:
    """The first programme of which something may be reported now, with a report that is accepted."""
    with reading(engine) as session:
        asked = select(Programme.code, Agency.code).where(Programme.lead_agency_id == Agency.id)
        for code, agency in session.exec(asked).all():
            actor = Actor("bench", Role.AGENCY, agency, label="Bench")
            for sending in _sendings(session, actor, code, at, folder):
                with suppress(Refused):
                    submission.submit(session, actor, sending, at=at)
                    session.rollback()
                    return actor, sending
                session.rollback()
    raise RuntimeError("Nothing can be reported")


def _sendings(session: Session, actor: Actor, code: str, at: datetime, folder: Path) -> list[Sending]:
    periods = current_plan.calendar(session).periods
    sendings = []
    for period in periods:
        context = milestones.report_context(session, actor, code, period.id, at)
        for number in context.milestones:
            given = Submission(OwnRating.ON_TRACK, "a", steps={number: Step(Claim.RUNNING, 50, note="b")})
            sendings.append(Sending(code, period.id, given, "first", context.newest, folder))
    return sendings


def verify_seconds(engine: Engine) -> tuple[int, float]:
    """Rows compared, and by the clock how long the whole verification took."""
    start = perf_counter()
    with reading(engine) as session:
        result = integrity.verify(session)
    return result.rows, perf_counter() - start


def _timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    start = process_time()
    answer = work()
    return answer, process_time() - start
