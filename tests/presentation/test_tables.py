"""What a table promises the screen: what a cell is sorted by, whose cell a column stands in, what is never hidden."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Health
from smartcity.domain.indicators.achievement import Goal, Measured
from smartcity.i18n.words import NBSP, UNKNOWN, Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.formats import Format, Value
from smartcity.presentation.tables.table import Column, Table, below

SAY = Formatter(Words("id"), date(2026, 11, 24), CITY_ZONE.key)
Line = dict[str, Any]


def column(key: str, style: Format, **more: Any) -> Column[Line]:
    return Column(key, style, lambda row: row.get(key), name=key, **more)


def table(*columns: Column[Line], rows: tuple[Line, ...] = (), hidden: tuple[str, ...] = ()) -> Table[Line]:
    return Table("lines", "Baris", SAY, rows, columns, hidden)


@pytest.mark.parametrize(
    ("style", "value", "shown", "in_file", "rank"),
    [
        (formats.SHARE, Fraction(4, 7), "57%", Decimal("57.14"), "57.14"),
        (formats.SHARE, Fraction(0), "0%", Decimal("0.00"), "0.00"),
        (formats.STATUS, Health.LATE, "Terlambat", "Terlambat", "4"),
        (formats.DAY, date(2026, 8, 3), f"3{NBSP}Agu{NBSP}2026", date(2026, 8, 3), "2026-08-03"),
        (formats.RUPIAH, Decimal(25_000_000), f"Rp25{NBSP}juta", Decimal(25_000_000), "25000000"),
        (formats.SIGNED, -3, "-3", -3, "-3"),
        (formats.MEASURED, Measured(Fraction(2103)), "2.103", Decimal(2103), "2103.0"),
        (formats.MEASURED, Measured(text="Memenuhi"), "Memenuhi", "Memenuhi", ""),
        (formats.GOAL, Goal(Fraction(3000)), "3.000", Decimal(3000), "3000.0"),
        (formats.GOAL, Goal(lower=Fraction(7), upper=Fraction(8)), "7–8", "7–8", "7.0"),
        (formats.TEXT, "<b>", "&lt;b&gt;", "<b>", None),
        (formats.SHARE, None, UNKNOWN, None, ""),
        (formats.DAY, None, UNKNOWN, None, ""),
    ],
)
def test_a_value_reads_stands_in_a_file_and_is_sorted_by_its_format(
    style: Format, value: object, shown: str, in_file: Value, rank: str | None
) -> None:
    one, row = column("one", style), {"one": value}
    lines = table(one)
    assert shown in lines.cell(one, row)
    assert lines.in_file(one, row) == in_file
    assert lines.rank(one, row) == rank


def test_an_instant_stands_in_a_file_by_the_clock_of_the_city() -> None:
    one = column("one", formats.INSTANT)
    stored = table(one).in_file(one, {"one": datetime(2026, 11, 24, 20, 5, 9, 7, tzinfo=UTC)})
    assert stored == datetime.fromisoformat("2026-11-25 03:05:09")


def test_a_column_stands_in_the_cell_of_another_and_has_no_heading() -> None:
    name, note = column("name", formats.NAME), column("note", formats.TEXT, within="name")
    more = column("more", formats.TEXT, shown=lambda row: below(row["note"]), within="name")
    lines = table(name, note, more, column("code", formats.TEXT, file_only="it identifies the row"))
    assert [one.key for one in lines.on_screen] == ["name"]
    assert lines.cell(name, {"name": "A & B", "note": "<i>"}) == 'A &amp; B<div class="sub">&lt;i&gt;</div>'


def test_rows_stand_under_the_line_they_share_and_what_is_hidden_stays_in_the_file() -> None:
    part, name, who = (
        column("part", formats.TEXT, is_part=True),
        column("name", formats.NAME),
        column("who", formats.TEXT),
    )
    rows = ({"part": "I", "name": "a"}, {"part": "I", "name": "b"}, {"part": "II", "name": "c"})
    lines = table(part, name, who, rows=rows, hidden=("who",))
    assert [(title, len(members)) for title, members in lines.parts(rows)] == [("I", 2), ("II", 1)]
    assert [one.key for one in lines.on_screen] == ["name"]
    assert [one.key for one in lines.columns] == ["part", "name", "who"]
