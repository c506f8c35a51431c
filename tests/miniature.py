"""The miniature plan of `workbooks` in a database, and the people around it.

KOMINFO leads P1 (P1.A.1 done and verified, P1.A.2 running), DLH leads P2 (P2.A.1, nothing said). TW II 2026 is due on
10 July and locks on 16 July 2026.
"""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import ledger
from smartcity.store.engine import reading, writing
from smartcity.store.tables import Batch
from tests.rows import write_once
from tests.workbooks import Book, book, write_book

_DRAFTED: dict[str, PlanDraft] = {}
BROUGHT_IN = datetime(2026, 7, 3, 3, tzinfo=UTC)
VERIFIER = Actor("verifikator.bappeda", Role.VERIFIER, label="Verifikator Bappeda")
BOUND_VERIFIER = Actor("verifikator.dlh", Role.VERIFIER, "DLH", "Verifikator DLH")
OPERATOR = Actor("operator.dlh", Role.AGENCY, "DLH", "Operator DLH")
ADMINISTRATOR = Actor("administrator", Role.ADMINISTRATOR, label="Administrator")
ADVISER = Actor("pendamping", Role.ADVISER, label="Pendamping")


def drafted(folder: Path, sheets: Book) -> PlanDraft:
    """What a workbook of these sheets holds; the same sheets are written and read once."""
    key = repr(sheets)
    if key not in _DRAFTED:
        _DRAFTED[key] = draft_of(read_source(write_book(folder / "miniature.xlsx", sheets)), NameIndex())
    return _DRAFTED[key]


def bring_in(engine: Engine, folder: Path, sheets: Book | None = None, *, at: datetime = BROUGHT_IN) -> int:
    """Imports the miniature, or a changed copy of it; the number of the batch."""
    draft = drafted(folder, sheets or book())
    if sheets is None and at == BROUGHT_IN and _is_empty(engine):
        write_once(engine, "miniature", lambda session: _run(session, draft, at))
        return 1
    with writing(engine) as session:
        return _run(session, draft, at)


def _run(session: Session, draft: PlanDraft, at: datetime) -> int:
    return plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=at).id or 0


def _is_empty(engine: Engine) -> bool:
    with reading(engine) as session:
        return session.exec(select(Batch.id)).first() is None and ledger.newest(session) == 0
