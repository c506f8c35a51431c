"""Opening, moving and excepting periods, and imports that come too late: boundaries to the second, in local time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands import periods
from smartcity.commands.contexts import current_plan
from smartcity.commands.plan import plan_import
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import Calendar, PeriodDates, PeriodName
from smartcity.domain.enums import PeriodKind
from smartcity.domain.errors import Forbidden, Refused
from smartcity.queries import ledger
from smartcity.queries.compliance import reporting_calendar
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.miniature import ADMINISTRATOR, BOUND_VERIFIER, OPERATOR, VERIFIER, bring_in, drafted
from tests.plan import build
from tests.refusals import refusal_of
from tests.workbooks import Book, book, changed, put
from tests.zones import AT_NIGHT, THURSDAY, move

WIB = ZoneInfo("Asia/Jakarta")
SECOND = timedelta(seconds=1)
LOCKS = datetime(2026, 7, 16, tzinfo=WIB)
JULY = datetime(2026, 7, 12, 3, tzinfo=UTC)
THIRD_QUARTER = PeriodName(2026, 3)
OCTOBER = PeriodDates(date(2026, 10, 1), date(2026, 10, 20), 5)


@pytest.fixture
def plan(database: Engine, tmp_path: Path) -> Engine:
    bring_in(database, tmp_path)
    return database


def do(engine: Engine, command: Callable[..., object], actor: Actor, *words: Any, at: datetime = JULY) -> None:
    with writing(engine) as session:
        command(session, actor, *words, at=at)


def no(engine: Engine, command: Callable[..., object], actor: Actor, *words: Any, at: datetime = JULY) -> str:
    with pytest.raises(Refused) as refusal:
        do(engine, command, actor, *words, at=at)
    return refusal.value.key


def seen(engine: Engine, day: date = date(2026, 12, 31)) -> Calendar:
    with reading(engine) as session:
        return reporting_calendar(session, day)


def only(engine: Engine) -> int:
    return seen(engine).periods[0].id


def test_a_period_is_opened_moved_and_remembered_as_it_was(plan: Engine) -> None:
    do(plan, periods.open_period, VERIFIER, THIRD_QUARTER, OCTOBER)
    number = seen(plan).periods[-1].id
    later = datetime(2026, 10, 21, 3, tzinfo=UTC)
    do(plan, periods.move_period, ADMINISTRATOR, number, date(2026, 10, 27), 2, "gempa", at=later)
    assert seen(plan, date(2026, 10, 20)).periods[-1].dates == OCTOBER
    assert seen(plan).periods[-1].dates == PeriodDates(date(2026, 10, 1), date(2026, 10, 27), 2)
    with reading(plan) as session:
        assert ledger.first_broken(session) is None
        entry = session.exec(select(t.AuditEntry).where(t.AuditEntry.action == "period.move")).one()
    assert (entry.subject, entry.reason) == ("period:III/2026", "gempa")
    assert entry.before == {"closes_on": "2026-10-20", "grace_days": "5"}
    assert entry.after == {"batch": 3, "closes_on": "2026-10-27", "grace_days": "2"}


@pytest.mark.parametrize(
    ("name", "dates", "key"),
    [
        (PeriodName(2026, 2), OCTOBER, "period.exists"),
        (PeriodName(2026, 6, PeriodKind.MONTH), OCTOBER, "import.row.overlaps"),
        (THIRD_QUARTER, PeriodDates(date(2026, 7, 1), date(2026, 6, 30), 30), "period.closes_early"),
        (THIRD_QUARTER, PeriodDates(date(2026, 7, 11), date(2026, 7, 10), 9), "import.row.order"),
        (THIRD_QUARTER, PeriodDates(date(2026, 7, 1), date(2026, 7, 10), 1), "period.locked_at_once"),
        (THIRD_QUARTER, PeriodDates(date(2026, 7, 1), date(2026, 7, 11), 5), "period.due_past"),
        (THIRD_QUARTER, PeriodDates(date(2026, 7, 1), date(2026, 7, 20), -1), "import.row.grace"),
        (THIRD_QUARTER, PeriodDates(date(2026, 7, 1), date(2026, 7, 20), 91), "import.row.grace"),
    ],
)
def test_a_period_that_cannot_be(plan: Engine, name: PeriodName, dates: PeriodDates, key: str) -> None:
    """JULY is 12 July, 10.00 WIB: due on the 10th with one day of grace locks on the 12th."""
    assert no(plan, periods.open_period, VERIFIER, name, dates) == key
    assert len(seen(plan).periods) == 1


def test_the_last_moment_to_open_and_to_move(plan: Engine) -> None:
    """F23: due today at the earliest, so that everybody can still be in time."""
    closing = PeriodDates(date(2026, 7, 1), date(2026, 7, 12), 0)
    do(plan, periods.open_period, VERIFIER, THIRD_QUARTER, closing)
    words = (only(plan), date(2026, 7, 20), 5, "gempa")
    assert no(plan, periods.move_period, VERIFIER, *words, at=LOCKS) == "period.locked"
    do(plan, periods.move_period, VERIFIER, *words, at=LOCKS - SECOND)


@pytest.mark.parametrize(
    ("closes", "grace", "reason", "key"),
    [
        (date(2026, 7, 20), 5, " \x00 ", "note.reason"),
        (date(2026, 7, 20), 5, "x" * 1001, "note.long"),
        (date(2026, 7, 10), 5, "sama saja", "edit.nothing"),
        (date(2026, 7, 10), 1, "lebih cepat", "period.locked_at_once"),
        (date(2026, 7, 9), 5, "lebih cepat", "period.due_past"),
        (date(2026, 6, 1), 60, "terbalik", "import.row.order"),
    ],
)
def test_a_move_that_cannot_be(plan: Engine, closes: date, grace: int, reason: str, key: str) -> None:
    assert no(plan, periods.move_period, VERIFIER, only(plan), closes, grace, reason) == key


def test_an_exception_holds_to_the_last_second_of_its_day_and_for_its_agency(plan: Engine) -> None:
    do(plan, periods.grant_exception, VERIFIER, only(plan), "DLH", date(2026, 7, 20), "banjir")
    last = datetime(2026, 7, 20, 23, 59, 59, tzinfo=WIB)
    with reading(plan) as session:
        calendar_shown, period = current_plan.calendar(session), current_plan.calendar(session).periods[0]
    assert calendar_shown == seen(plan)
    for agency, at, is_open in (
        ("DLH", LOCKS, True),
        ("DLH", last, True),
        ("DLH", last + SECOND, False),
        ("KOMINFO", LOCKS - SECOND, True),
        ("KOMINFO", LOCKS, False),
    ):
        refused = refusal_of(partial(current_plan.require_open, calendar_shown, period, agency, at))
        assert (refused and refused.key) == (None if is_open else "lock.period")
        assert (calendar_shown.lock_on(date(2026, 6, 1), agency, at) is None) is is_open


def test_a_period_to_come_is_refused(plan: Engine) -> None:
    do(plan, periods.open_period, VERIFIER, THIRD_QUARTER, OCTOBER)
    shown = seen(plan)
    with pytest.raises(Refused) as refusal:
        current_plan.require_open(shown, shown.periods[-1], "DLH", datetime(2026, 9, 30, 23, 59, tzinfo=WIB))
    assert refusal.value.key == "lock.coming"


def test_an_exception_is_ended_by_a_newer_word(plan: Engine) -> None:
    do(plan, periods.grant_exception, VERIFIER, only(plan), "DLH", date(2026, 7, 20), "banjir")
    do(plan, periods.end_exception, VERIFIER, only(plan), "DLH", "sudah surut", at=LOCKS)
    shown = seen(plan)
    assert shown.is_locked(shown.periods[0], "DLH", LOCKS)
    assert len(shown.exceptions) == 2
    assert no(plan, periods.end_exception, VERIFIER, only(plan), "DLH", "lagi", at=LOCKS) == "lock.exception_none"


@pytest.mark.parametrize(
    ("agency", "until", "reason", "key"),
    [
        ("DLH", date(2026, 7, 11), "banjir", "lock.exception_past"),
        ("DLH", date(2026, 7, 15), "banjir", "lock.exception_idle"),
        ("DLH", date(2026, 7, 16), "", "note.reason"),
        ("DINKES", date(2026, 7, 16), "banjir", "agency.gone"),
    ],
)
def test_an_exception_that_cannot_be(plan: Engine, agency: str, until: date, reason: str, key: str) -> None:
    assert no(plan, periods.grant_exception, VERIFIER, only(plan), agency, until, reason) == key


def test_nobody_excepts_the_agency_they_are_bound_to(plan: Engine) -> None:
    words = (only(plan), "DLH", date(2026, 7, 20), "banjir")
    for actor in (BOUND_VERIFIER, OPERATOR):
        with pytest.raises(Forbidden):
            do(plan, periods.grant_exception, actor, *words)
    do(plan, periods.grant_exception, ADMINISTRATOR, *words)


def late(day: date, recorded: datetime | None = None) -> Book:
    """One more update of P2.A.1, done on `day`."""
    sheets = book()
    line = ["P2.A.1", "Selesai", None, day, None, None, None, recorded, None, None, None, None]
    sheets["Pembaruan"].append(line)
    return sheets


def statement() -> Book:
    sheets = book()
    sheets["Laporan Program"].append(["P2", 2026, "II", "Sesuai Rencana", "Lahan dibeli", None, None])
    return sheets


BEFORE, AFTER = LOCKS - SECOND, LOCKS


@pytest.mark.parametrize(
    ("sheets", "at", "refused"),
    [
        (late(date(2026, 6, 30)), BEFORE, None),
        (late(date(2026, 6, 30)), AFTER, ("Pembaruan", 4, "achieved_on")),
        (late(date(2026, 6, 30), datetime.fromisoformat("2026-07-02 09:30")), AFTER, ("Pembaruan", 4, "achieved_on")),
        (late(date(2026, 1, 1)), AFTER, ("Pembaruan", 4, "achieved_on")),
        (late(date(2026, 7, 1)), AFTER, None),
        (statement(), BEFORE, None),
        (statement(), AFTER, ("Laporan Program", 3, "number")),
        (changed("Realisasi", 2, "Realisasi", "81"), AFTER, ("Realisasi", 2, "quarter")),
        (changed("Realisasi Anggaran", 2, "Realisasi", 600000), AFTER, ("Realisasi Anggaran", 2, "quarter")),
        (changed("Periode", 2, "Hari Tenggang", 20), BEFORE, None),
        (changed("Periode", 2, "Hari Tenggang", 20), AFTER, ("Periode", 2, "closes_on")),
        (book(), AFTER, None),
    ],
)
def test_an_import_says_nothing_new_in_a_period_that_locked_meanwhile(
    database: Engine, tmp_path: Path, sheets: Book, at: datetime, refused: tuple[str, int, str] | None
) -> None:
    """The plan came on 3 July, while TW II was open: what a file says of when it was recorded does not help."""
    bring_in(database, tmp_path)
    if refused is None:
        bring_in(database, tmp_path, sheets, at=at)
        return
    assert problems(database, tmp_path, sheets, at) == [refused]
    with pytest.raises(Refused):
        bring_in(database, tmp_path, sheets, at=at)


def problems(engine: Engine, folder: Path, sheets: Book, at: datetime) -> list[tuple[str, int | None, str | None]]:
    draft = drafted(folder, sheets)
    with reading(engine) as session:
        plan_import.preview(session, draft, at=at)
    return [(problem.place.sheet, problem.place.row, problem.place.column) for problem in draft.errors]


def test_history_comes_with_its_period_and_later_only_as_recorded_then(database: Engine, tmp_path: Path) -> None:
    """A plan that arrives in September, long after TW II had locked elsewhere."""
    september = datetime(2026, 9, 1, 3, tzinfo=UTC)
    bring_in(database, tmp_path, late(date(2026, 6, 30)), at=september)
    in_time, too_late = datetime.fromisoformat("2026-07-15 23:59"), datetime.fromisoformat("2026-07-16 00:00")
    for recorded, refused in ((in_time, []), (too_late, [("Pembaruan", 4, "achieved_on")]), (None, [])):
        sheets = put(late(date(2026, 6, 30), recorded), "Pembaruan", 4, "Persen", 100)
        expected = refused if recorded else [("Pembaruan", 4, "achieved_on")]
        assert problems(database, tmp_path, sheets, september) == expected


def test_an_exception_opens_the_period_to_imports_too(database: Engine, tmp_path: Path) -> None:
    bring_in(database, tmp_path)
    do(database, periods.grant_exception, VERIFIER, only(database), "DLH", date(2026, 7, 20), "banjir")
    assert problems(database, tmp_path, late(date(2026, 6, 30)), AFTER) == []
    other = changed("Realisasi", 2, "Realisasi", "81")
    assert problems(database, tmp_path, other, AFTER) == [("Realisasi", 2, "quarter")]


def test_a_month_inside_a_quarter_is_refused_in_a_file(database: Engine, tmp_path: Path) -> None:
    sheets = book()
    sheets["Periode"].append(["Bulan", 2026, 5, date(2026, 6, 1), date(2026, 6, 10), 0])
    assert problems(database, tmp_path, sheets, JULY) == [("Periode", 3, "number")]


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), AT_NIGHT)
def test_a_period_locks_at_the_midnight_of_the_plan(
    database: Engine, zone: str, at: datetime, day: date, _hour: str
) -> None:
    build(database)
    move(database, zone)
    with writing(database) as session:
        last = session.exec(select(t.Period).order_by(col(t.Period.id).desc())).first()
        assert last is not None
        last.closes_on, last.grace_days = date(2026, 11, 20), 5
    with reading(database) as session:
        for loaded in (current_plan.calendar(session), reporting_calendar(session, day)):
            assert loaded.is_locked(loaded.periods[-1], "A", at) == (day == THURSDAY)


DECEMBER = datetime(2026, 12, 30, 3, tzinfo=UTC)


def test_f25_a_year_is_copied_at_once_and_only_once(plan: Engine) -> None:
    """The miniature has TW II 2026; its year had no other period, so all of 2027 is dated by that one."""
    do(plan, periods.copy_year, ADMINISTRATOR, 2027, at=DECEMBER)
    by_name = {str(period.name): period.dates for period in seen(plan).periods}
    assert list(by_name) == ["II/2026", "I/2027", "II/2027", "III/2027", "IV/2027"]
    assert by_name["II/2027"] == PeriodDates(date(2027, 6, 20), date(2027, 7, 10), 5)
    assert by_name["IV/2027"] == PeriodDates(date(2027, 12, 21), date(2028, 1, 10), 5)
    with reading(plan) as session:
        entry = session.exec(select(t.AuditEntry).where(t.AuditEntry.action == "year.copy")).one()
        assert ledger.first_broken(session) is None
    assert (entry.subject, entry.actor) == ("year:2027", ADMINISTRATOR.name)
    assert no(plan, periods.copy_year, ADMINISTRATOR, 2027, at=DECEMBER) == "year.complete"
    assert len(seen(plan).periods) == 5


def test_f25_what_is_there_already_is_kept_and_the_rest_is_added(plan: Engine) -> None:
    own = PeriodDates(date(2027, 3, 20), date(2027, 4, 3), 2)
    do(plan, periods.open_period, VERIFIER, PeriodName(2027, 1), own, at=DECEMBER)
    do(plan, periods.copy_year, VERIFIER, 2027, at=DECEMBER)
    by_name = {str(period.name): period.dates for period in seen(plan).periods}
    assert len(by_name) == 5
    assert by_name["I/2027"] == own


@pytest.mark.parametrize(
    ("year", "key"),
    [(2026, "year.no_model"), (2025, "year.far"), (2028, "year.far")],
)
def test_f25_a_year_that_cannot_be_copied(plan: Engine, year: int, key: str) -> None:
    assert no(plan, periods.copy_year, ADMINISTRATOR, year, at=DECEMBER) == key
    assert len(seen(plan).periods) == 1


def test_f25_a_copied_year_is_undone_as_a_whole(plan: Engine) -> None:
    do(plan, periods.copy_year, ADMINISTRATOR, 2027, at=DECEMBER)
    with writing(plan) as session:
        plan_import.withdraw(session, ADMINISTRATOR, 2, at=DECEMBER)
    assert len(seen(plan).periods) == 1
