"""The audit ledger and the imports, read: newest entry, page by page, whole chain; what each import brought."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from smartcity.domain import ledger
from smartcity.domain.ledger import GENESIS, Anchor, Entry, Sealed
from smartcity.store.ledger import content_of
from smartcity.store.masterplan import zone
from smartcity.store.storage_errors import decodable
from smartcity.store.tables import AuditEntry, Batch

# Large, and of no interest to who reads the entries.
_ROWS: Any = AuditEntry.rows
# Asked on every script run: made once, so that SQLAlchemy compiles it once and never asks again what it is.
_NEWEST = select(AuditEntry.id, AuditEntry.seal).order_by(col(AuditEntry.id).desc()).limit(1)


def newest(session: Session) -> int:
    """The newest entry's number, 0 when there is none; every cached answer is keyed by it."""
    return session.exec(select(func.max(AuditEntry.id))).one() or 0


def newest_entry(session: Session) -> tuple[int, str]:
    """Number and seal of the newest entry: the seal tells apart two databases whose ledgers are equally long."""
    number, seal = session.exec(_NEWEST).first() or (0, GENESIS)
    return number or 0, seal


def is_on_chain(session: Session, number: int, seal: str) -> bool:
    """Whether entry `number` of this ledger bears that seal. Before the first entry every ledger is alike."""
    stored = session.exec(select(AuditEntry.seal).where(AuditEntry.id == number)).first()
    return seal == (GENESIS if number == 0 else stored)


def newest_anchor(session: Session) -> tuple[Anchor, datetime | None]:
    """The newest seal and its instant; None when nothing was written yet."""
    number, seal = newest_entry(session)
    return Anchor(number, seal), session.exec(select(AuditEntry.at).where(AuditEntry.id == number)).first()


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries: local days from…to, both inside; `subject` is any part of it. None asks for all."""

    first: date | None = None
    last: date | None = None
    actor: str | None = None
    action: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The newest first; `total` counts all that was asked for."""

    entries: tuple[Entry, ...]
    total: int


def page(session: Session, asked: EntryFilter, number: int, size: int) -> Page:
    """Page `number` counts from 1; cut by the database, so a long ledger costs no more than a short one."""
    there = zone(session)
    where = tuple(_conditions(asked, there))
    total = session.exec(select(func.count(col(AuditEntry.id))).where(*where)).one()
    newest_first = select(AuditEntry).options(defer(_ROWS)).where(*where).order_by(col(AuditEntry.id).desc())
    rows = session.exec(newest_first.offset((number - 1) * size).limit(size)).all()
    return Page(tuple(entry(row, there) for row in rows), total)


def _conditions(asked: EntryFilter, there: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    if asked.first is not None:
        yield col(AuditEntry.at) >= datetime.combine(asked.first, time(), there)
    if asked.last is not None:
        yield col(AuditEntry.at) < datetime.combine(asked.last + timedelta(days=1), time(), there)
    if asked.actor is not None:
        yield col(AuditEntry.actor) == asked.actor
    if asked.action is not None:
        yield col(AuditEntry.action) == asked.action
    if asked.subject is not None:
        yield col(AuditEntry.subject).icontains(asked.subject, autoescape=True)


def entry(row: AuditEntry, there: ZoneInfo) -> Entry:
    """One stored entry as people read it, its instant in the city's zone."""
    at = row.at.astimezone(there)
    return Entry(row.id or 0, at, row.actor, row.action, row.subject, row.before or {}, row.after or {}, row.reason)


def actors_and_actions(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Everybody who ever acted, and everything that was ever done."""
    actors = session.exec(select(AuditEntry.actor).distinct().order_by(AuditEntry.actor)).all()
    actions = session.exec(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()
    return tuple(actors), tuple(actions)


def chain(session: Session, at_once: int = 500) -> Iterator[Sealed]:
    """All entries in order, streamed. Raises ValueError or TypeError where what stands there is no instant, no JSON."""
    rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)).execution_options(yield_per=at_once))
    for row in decodable(rows):
        yield Sealed(row.id or 0, row.previous, row.seal, content_of(row))


def first_broken(session: Session) -> int | None:
    """Number of the first entry that does not fit the chain, or cannot be read; None when the chain is whole."""
    try:
        return ledger.first_broken(chain(session))
    except (ValueError, TypeError):
        return ledger.first_broken(_up_to_the_unreadable(session))


def _up_to_the_unreadable(session: Session) -> Iterator[Sealed]:
    """It comes last, with a seal that fits nothing."""
    number = 0
    try:
        for sealed in chain(session, at_once=1):
            number = sealed.number
            yield sealed
    except (ValueError, TypeError):
        yield Sealed(number + 1, "", "", {})


@dataclass(frozen=True, slots=True)
class BatchLine:
    """`name` is the file, or the path of the screen it was typed on; `new` and `changed` count rows."""

    number: int
    name: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    new: int
    changed: int
    is_sample: bool
    entry: Entry | None


def newest_imports(session: Session, most: int, *, names: tuple[str, ...] = ()) -> tuple[BatchLine, ...]:
    """The newest first; with `names` only those."""
    asked = select(Batch).order_by(col(Batch.id).desc()).limit(most)
    if names:
        asked = asked.where(col(Batch.file_name).in_(names))
    rows = session.exec(asked).all()
    entries = _entries(session, [row.recorded_at for row in rows])
    return tuple(_line(row, entries.get(row.id or 0)) for row in rows)


def _entries(session: Session, instants: Sequence[datetime]) -> Mapping[int, Entry]:
    """By batch: its entry bears the same instant."""
    rows = session.exec(select(AuditEntry).where(col(AuditEntry.at).in_(instants))).all()
    there = zone(session)
    entries = (entry(row, there) for row in rows)
    by_batch = ((each.after.get("batch"), each) for each in entries)
    return {batch: each for batch, each in by_batch if isinstance(batch, int)}


def _line(row: Batch, ledger_entry: Entry | None) -> BatchLine:
    counts: list[Any] = list((row.counts or {}).values())
    return BatchLine(
        number=row.id or 0,
        name=row.file_name,
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
        new=sum(count["new"] for count in counts),
        changed=sum(count["changed"] for count in counts),
        is_sample=row.is_sample,
        entry=ledger_entry,
    )
