"""Processes of their own that write into one database at the same time."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from smartcity.commands.meetings import meetings
from smartcity.commands.plan import plan_import
from smartcity.commands.reporting import submission, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot, take_snapshot
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import ledger, portfolio
from smartcity.queries.verification_queue import queue
from smartcity.store.engine import make_engine, reading, writing
from tests.rakor import CHAIR
from tests.servers import forks

DONE, REMARKS = "done", 40
Outcome = Counter[str]
Write = Callable[[Session], object]
# Prepares in its own process, and answers with what is to be written one after the other.
Prepare = Callable[[Engine], Sequence[Write]]


def write(
    engine: Engine, writes: Sequence[Write], report_number: Callable[[int], object] = lambda _number: None
) -> Outcome:
    """What became of each: done, or the key of the refusal, or what the database said. `told` hears of what is done."""
    outcome = Outcome()
    for number, one in enumerate(writes):
        try:
            with writing(engine) as session:
                one(session)
        except Refused as no:
            outcome[no.key] += 1
        except DatabaseError as error:
            outcome[str(error.orig)] += 1
        else:
            outcome[DONE] += 1
            report_number(number)
    return outcome


def at_once(url: str, *prepared: Prepare) -> list[Outcome]:
    """One process for each; all begin to write in the same instant."""
    barrier, pipes = forks.Barrier(len(prepared)), [forks.Pipe() for _ in prepared]
    started = [
        forks.Process(target=_write, args=(url, prepare, barrier, theirs), daemon=True)
        for prepare, (_, theirs) in zip(prepared, pipes, strict=True)
    ]
    for process in started:
        process.start()
    outcomes = [ours.recv() for ours, _ in pipes]
    for process in started:
        process.join(timeout=60)
    return outcomes


def _write(url: str, prepare: Prepare, barrier: Barrier, pipe: "Connection[Any, Any]") -> None:
    engine = make_engine(url)
    writes = prepare(engine)
    barrier.wait()
    pipe.send(write(engine, writes))


def until_killed(url: str, prepare: Prepare, after: int) -> int:
    """SIGKILL as soon as so many writes were said to be done; answers with how many were."""
    ours, theirs = forks.Pipe(duplex=False)
    process = forks.Process(target=_tell, args=(url, prepare, theirs), daemon=True)
    process.start()
    theirs.close()
    done = 0
    while True:
        try:
            done = max(done, ours.recv() + 1)
        except EOFError:
            process.join(timeout=60)
            return done
        if done >= after:
            process.kill()


def _tell(url: str, prepare: Prepare, pipe: "Connection[Any, Any]") -> None:
    engine = make_engine(url)
    write(engine, prepare(engine), pipe.send)


def verdicts(engine: Engine) -> Sequence[Write]:
    """Each waiting claim verified by itself, the oldest first."""
    today, verifier = datetime.now(CITY_ZONE).date(), Actor("verifikator", Role.VERIFIER)
    with reading(engine) as session:
        waiting = [case.update.id for case in queue(session, today).claims]
    return [
        lambda session, number=number: verification.verify(session, verifier, Chosen((number,)), at=datetime.now(UTC))  # type: ignore[misc]
        for number in waiting
    ]


def remarks(_engine: Engine, adviser: str) -> Sequence[Write]:
    """Forty comments of one adviser on the first programme, each with its own number."""
    actor = Actor(adviser, Role.ADVISER)
    return [
        lambda session, text=f"{adviser} {number}": submission.comment(  # type: ignore[misc]
            session, actor, "P-1", text, at=datetime.now(UTC)
        )
        for number in range(REMARKS)
    ]


def start(engine: Engine, code: str) -> Sequence[Write]:
    with reading(engine) as session:
        figures, audit_id = _figures(session), ledger.newest(session)
    return [
        lambda session: meetings.start(session, CHAIR, code, figures, audit_id=audit_id, at=datetime.now(UTC)),
    ]


def close(_engine: Engine, code: str) -> Sequence[Write]:
    return [lambda session: meetings.close(session, CHAIR, code, at=datetime.now(UTC))]


def _figures(session: Session) -> PortfolioSnapshot:
    plan = portfolio.load_portfolio(session, datetime.now(CITY_ZONE).date())
    assert plan is not None
    return take_snapshot(plan, (), ())


def workbook(_engine: Engine, path: Path) -> Sequence[Write]:
    draft = draft_of(read_source(path), NameIndex())
    return [lambda session: plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC))]
