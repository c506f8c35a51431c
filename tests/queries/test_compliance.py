"""The league over the sample city says what Ringkasan says, and sees each period by the plan of its time."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from smartcity.commands.plan import plan_import
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Reporting, Role
from smartcity.domain.reporting.compliance import Row, ranking
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.queries import compliance, portfolio
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import ReportDraft, Statement
from tests.counting import statements_of
from tests.exchange.books import rows as book
from tests.exchange.books import write
from tests.people import make_account
from tests.sample import sample_database

AT = datetime(2025, 12, 1, 3, tzinfo=UTC)


def standings(session: Session, day: date) -> tuple[Row, ...]:
    plan = portfolio.load_portfolio(session, day)
    assert plan is not None
    return ranking(compliance.columns(session, day), plan.agencies, day)


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 10), date(2026, 10, 20), date(2025, 5, 1)])
def test_the_newest_column_is_what_the_overview_says(tmp_path: Path, day: date) -> None:
    engine = make_engine(sample_database(tmp_path))
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
        assert plan is not None
        by_agency = {
            row.agency.code: (row.now.status, row.now.reported, row.now.owing) for row in standings(session, day)
        }
    engine.dispose()
    assert by_agency == {g.code: (g.reporting, g.reported, g.owing) for g in plan.by_agency if not g.agency.ended_on}


def test_what_is_renewed_of_some_programmes_is_what_is_asked_of_all(tmp_path: Path) -> None:
    engine, day = make_engine(sample_database(tmp_path)), date(2026, 11, 24)
    with reading(engine) as session:
        programmes, first = compliance.led_programmes(session, day), compliance.first_reports(session, day)
        some, others = frozenset([*programmes][:3]), dict([*programmes.items()][3:])
        with statements_of(engine) as statements:
            assert compliance.renew_led_programmes(session, day, others, some) == programmes
        assert not [one for one in statements if "FROM milestone " in one and " IN (" not in one]
        assert compliance.renew_first_reports(session, day, {}, some) == {n: first[n] for n in some if n in first}
    engine.dispose()


def plan_of(engine: Engine, folder: Path, at: datetime, **changes: str) -> None:
    content = book()
    content["Program"][0] |= changes
    content["Periode"] = [
        {"Jenis": "Triwulan", "Tahun": 2025, "Nomor": "IV", "Dibuka": "2026-01-01", "Ditutup": "2026-01-20"},
        {"Jenis": "Triwulan", "Tahun": 2026, "Nomor": "I", "Dibuka": "2026-04-01", "Ditutup": "2026-04-20"},
    ]
    with writing(engine) as session:
        draft = draft_of(read_source(write(folder / "plan.xlsx", content)), NameIndex())
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=at)


def report(engine: Engine, period: int, at: datetime) -> None:
    with writing(engine) as session:
        session.add(Statement(programme_id=2, period_id=period, recorded_at=at, recorded_by="bappeda"))


def test_a_period_is_judged_by_who_led_then_and_by_local_days(database: Engine, tmp_path: Path) -> None:
    """P1 moves from Diskominfo to Bappeda in March; P2's reports come half an hour after and before midnight."""
    plan_of(database, tmp_path, AT)
    report(database, 1, datetime(2026, 1, 20, 17, 30, tzinfo=UTC))
    report(database, 1, datetime(2026, 1, 22, tzinfo=UTC))
    report(database, 2, datetime(2026, 4, 20, 16, 30, tzinfo=UTC))
    plan_of(database, tmp_path, datetime(2026, 3, 5, 3, tzinfo=UTC), **{"OPD Penanggung Jawab": "BAPPEDA"})
    with reading(database) as session:
        rows = {row.agency.code: row for row in standings(session, date(2026, 4, 21))}
    assert [(c.status, c.reported, c.owing) for c in rows["KOMINFO"].cells] == [
        (Reporting.SILENT, 0, 1),
        (Reporting.NO_PERIOD, 0, 0),
    ]
    assert [(c.status, c.reported, c.owing) for c in rows["BAPPEDA"].cells] == [
        (Reporting.LATE, 1, 1),
        (Reporting.SILENT, 1, 2),
    ]


def test_a_programme_that_had_not_begun_did_not_owe(database: Engine, tmp_path: Path) -> None:
    plan_of(database, tmp_path, AT, Mulai="21 Januari 2026")
    with reading(database) as session:
        rows = {row.agency.code: row for row in standings(session, date(2026, 4, 2))}
    assert [c.status for c in rows["KOMINFO"].cells] == [Reporting.NO_PERIOD, Reporting.OPEN]


def test_a_text_that_has_not_left_its_field_is_a_draft_begun(database: Engine, tmp_path: Path) -> None:
    plan_of(database, tmp_path, AT)
    account = make_account(database, Role.AGENCY, "KOMINFO").account_id
    fields: dict[str, Any] = {"form": "report", "account_id": account, "turn": 0, "saved_at": AT}
    with writing(database) as session:
        code = session.exec(select(t.Programme.code).where(t.Programme.id == 1)).one()
        session.add(t.FieldDraft(**fields, thing=f"{code}-2", field="happened-", value={"v": "Rapat per"}))
        session.add(t.FieldDraft(**fields, thing=f"{code}-1", field="", value={"v": None}))
        session.add(t.FieldDraft(**fields, thing="lain", field="happened-", value={"v": "Rapat per"}))
    with reading(database) as session:
        assert compliance.begun_reports(session) == {(1, 2)}


def test_drafts_are_told_by_programme_and_period(database: Engine, tmp_path: Path) -> None:
    plan_of(database, tmp_path, AT)
    account = make_account(database, Role.AGENCY, "KOMINFO").account_id
    assert account is not None
    with writing(database) as session:
        slot = {"programme_id": 1, "period_id": 2, "account_id": account}
        session.add(ReportDraft(**slot, key="k", content={}, saved_at=AT))
    with reading(database) as session:
        begun = compliance.begun_reports(session)
        row = ranking(compliance.columns(session, date(2026, 4, 2)), (), date(2026, 4, 2), begun)[0]
    assert begun == {(1, 2)}
    assert (row.agency.code, row.now.status) == ("KOMINFO", Reporting.DRAFT)
