"""What sealing costs: the same import and submissions with seals and without, in one run, by processor time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.commands.contexts import milestones
from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.commands.reporting import submission
from smartcity.commands.reporting.submission import Sending
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
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
from tools.bench import reports

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
    at = reports.reportable(engine)
    actor, sending = reports.accepted(engine, reports.led(engine), at, folder)
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
