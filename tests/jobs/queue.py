"""Jobs of a test: entered, done by handlers of the test, read back."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands import operations
from smartcity.domain.operations.jobs import Job, JobKind, NewJob
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.store.tables.jobs import job_of

NOW = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)


def enqueue(engine: Engine, *about: str, due_at: datetime = NOW) -> int:
    with writing(engine) as session:
        return operations.enqueue(session, [NewJob(JobKind.BACKUP, one, due_at) for one in about], at=NOW)


def stored(engine: Engine) -> list[Job]:
    with reading(engine) as session:
        return [job_of(row) for row in session.exec(select(t.Job).order_by(col(t.Job.id))).all()]
