"""What sealing costs: the same import and submissions with seals and without, in one run, by processor time."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session, select

from smartcity.commands import locks, plan_import, report_ground, reporting
from smartcity.commands.drafts import PlanDraft
from smartcity.commands.reporting import Sending
from smartcity.domain.kinds import Claim, OwnRating, Role
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.submission import Step, Submission
from smartcity.exchange.drafting import draft_of
from smartcity.exchange.names import Names
from smartcity.exchange.tables import read
from smartcity.exchange.writing import write_workbook
from smartcity.i18n.speech import Words
from smartcity.queries import integrity, workbook
from smartcity.store.engine import WRITES, make_engine, reading
from smartcity.store.migration import upgrade
from smartcity.store.tables import Agency, Programme
from smartcity.store.unsealed import WritingSession
from smartcity.store.zone import day_of

Answer = TypeVar("Answer")
IMPORTS, SUBMISSIONS = 3, 40
KINDS: tuple[type[Session], ...] = (WritingSession, Session)


@dataclass(frozen=True, slots=True)
class Cost:
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
        write_workbook(book, workbook.whole(session, day_of(session, datetime.now(UTC))), Words("id"))
    draft, read_in = _timed(lambda: draft_of(read(book), Names()))
    found: dict[type[Session], list[float]] = {kind: [] for kind in KINDS}
    for number in range(IMPORTS):
        for kind in KINDS:
            engine = make_engine(f"sqlite:///{folder}/{kind.__name__}{number}.db")
            upgrade(engine)
            found[kind].append(_brought_in(engine, kind, draft) + read_in)
            engine.dispose()
    return Cost(*(min(found[kind]) for kind in KINDS))


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
    found: dict[type[Session], list[float]] = {kind: [] for kind in KINDS}
    for number in range(SUBMISSIONS):
        for kind in KINDS:
            with reading(engine) as session:
                newest = report_ground.ground(session, actor, sending.programme, sending.period_id, at).newest
            again = replace(sending, key=f"{kind.__name__}-{number}", based_on=newest)
            found[kind].append(_timed(partial(_send, engine, kind, actor, again, at))[1])
    return Cost(*(median(found[kind]) for kind in KINDS))


def _send(engine: Engine, kind: type[Session], actor: Actor, sending: Sending, at: datetime) -> None:
    with kind(engine.execution_options(**{WRITES: True})) as session, session.begin():
        reporting.submit(session, actor, sending, at=at)


def _reportable(engine: Engine) -> datetime:
    """Now, or where no period is open any more the last day of the newest one."""
    with reading(engine) as session:
        known, now = locks.calendar(session), datetime.now(UTC)
    last = max(period.dates.last_day for period in known.periods)
    return now if known.today(now) <= last else datetime.combine(last, time(12), known.zone)


def _first_open(engine: Engine, at: datetime, folder: Path) -> tuple[Actor, Sending]:
    """The first programme of which something may be reported now, with a report that is accepted."""
    with reading(engine) as session:
        asked = select(Programme.code, Agency.code).where(Programme.lead_agency_id == Agency.id)
        for code, agency in session.exec(asked).all():
            actor = Actor("bench", Role.AGENCY, agency, label="Bench")
            for sending in _sendings(session, actor, code, at, folder):
                with suppress(Refused):
                    reporting.submit(session, actor, sending, at=at)
                    session.rollback()
                    return actor, sending
                session.rollback()
    raise RuntimeError("Nothing can be reported")


def _sendings(session: Session, actor: Actor, code: str, at: datetime, folder: Path) -> list[Sending]:
    periods = locks.calendar(session).periods
    found = []
    for period in periods:
        ground = report_ground.ground(session, actor, code, period.id, at)
        for number in ground.stages:
            given = Submission(OwnRating.ON_TRACK, "a", steps={number: Step(Claim.RUNNING, 50, note="b")})
            found.append(Sending(code, period.id, given, "first", ground.newest, folder))
    return found


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
