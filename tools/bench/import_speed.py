"""Measures the import of a generated plan: python -m tools.bench.import_speed [milestones]."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from smartcity.commands.plan import plan_import
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.exchange.workbook.writing import write_workbook
from smartcity.i18n.words import Words
from smartcity.store.engine import make_engine, writing
from smartcity.store.schema_version import upgrade
from tools.generated_plans import generated

PER_PROGRAMME = 7.6


def measure(milestones: int, folder: Path) -> str:
    """Milestones, rows of all sheets, seconds to read and to write."""
    rows = generated(round(milestones / PER_PROGRAMME), 1)
    write_workbook(folder / "plan.xlsx", rows, Words())
    engine = make_engine(f"sqlite:///{folder / 'plan.db'}")
    upgrade(engine)
    start = perf_counter()
    draft = draft_of(read_source(folder / "plan.xlsx"), NameIndex())
    middle = perf_counter()
    with writing(engine) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC))
    end = perf_counter()
    engine.dispose()
    count = sum(map(len, rows.values()))
    return f"{len(rows['milestone'])} milestones, {count} rows: read {middle - start:.1f} s, write {end - middle:.1f} s"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.write(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, Path(place)) + "\n")
