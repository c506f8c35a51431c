"""The imports as lines: the newest first, those of one screen alone, with what they brought."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from smartcity.commands.plan import plan_edits, plan_import
from smartcity.commands.plan.plan_edits import RowEdit
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import ledger
from smartcity.store.engine import reading, writing
from tests.exchange.books import rows, write

AT = datetime(2026, 3, 5, tzinfo=UTC)


def test_imports_are_listed_with_what_they_brought(database: Engine, tmp_path: Path) -> None:
    with writing(database) as session:
        draft = draft_of(read_source(write(tmp_path / "plan.xlsx", rows())), NameIndex())
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=AT)
    change = RowEdit("programme", "P1", {"ends_on": (date(2026, 12, 31), date(2027, 6, 30))})
    with writing(database) as session:
        plan_edits.edit(session, Actor("a", Role.ADMINISTRATOR), change, "Diperpanjang", at=AT)
    with reading(database) as session:
        every, typed = ledger.newest_imports(session, 9), ledger.newest_imports(session, 9, names=("rencana",))
    assert [(line.number, line.name, line.new > 0, line.changed) for line in every] == [
        (2, "rencana", False, 1),
        (1, "plan.xlsx", True, 0),
    ]
    assert [(line.number, line.entry and line.entry.reason) for line in typed] == [(2, "Diperpanjang")]
