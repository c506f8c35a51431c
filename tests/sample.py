"""The sample city in a database file, made once per test process and copied."""

import atexit
import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import Engine, text

from smartcity.commands.plan import plan_import
from smartcity.commands.plan.import_schema import PlanDraft
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.settings import ROOT
from smartcity.store.engine import make_engine, writing
from smartcity.store.schema_version import upgrade
from tests.copies import count_as_copy
from tools.generated_plans.filling import fill_with_generated_plan

WORKBOOK = ROOT / "data" / "contoh" / "contoh.xlsx"
DAY = "2026-11-24"


@cache
def sample_draft() -> PlanDraft:
    """What the workbook of the sample holds, read once."""
    return draft_of(read_source(WORKBOOK), NameIndex())


@cache
def _made() -> Path:
    folder = Path(mkdtemp(prefix="sample"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "sample.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    fill_with_sample(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def sample_database(folder: Path) -> str:
    """The URL of a copy in `folder`."""
    target = folder / "sample.db"
    original, url = _made(), f"sqlite:///{target}"
    shutil.copy(original, target)
    count_as_copy(url, f"sqlite:///{original}")
    return url


def fill_with_sample(engine: Engine) -> None:
    """The sample, brought in four days before the one that tests look at."""
    with writing(engine) as session:
        at = datetime(2026, 11, 20, tzinfo=UTC)
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, sample_draft(), at=at, is_sample=True)


def generated_database(folder: Path, *, programmes: int) -> str:
    """The URL of a generated plan in `folder`."""
    url = f"sqlite:///{folder / 'generated.db'}"
    engine = make_engine(url)
    fill_with_generated_plan(engine, programmes, 1)
    engine.dispose()
    return url


def alter_entry(url: str, number: int) -> None:
    """Past the trigger, an entry of the ledger names another actor."""
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET actor = 'x' WHERE id = :number"), {"number": number})
    engine.dispose()
