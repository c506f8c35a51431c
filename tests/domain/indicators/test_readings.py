"""Numbers as people type them, what an entry says anew, and whose report an indicator is said in."""

from datetime import date
from decimal import Decimal

import pytest

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.indicators.readings import (
    Entry,
    Gauge,
    Typed,
    home_programme,
    is_read_in,
    settled_entry,
    spelled,
    typed_number,
)

LINK = Attachment("Foto", url="https://example.go.id/foto")
SUM = Gauge("I", Direction.HIGHER, Calculation.CUMULATIVE, areas=(1, 2))
MEAN = Gauge("I", Direction.HIGHER, Calculation.LATEST, areas=(1, 2))
RATIO = Gauge("I", Direction.HIGHER, Calculation.RATIO, areas=(1, 2))
PLAIN = Gauge("I", Direction.HIGHER, Calculation.LATEST)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,4", "3.4"),
        ("3.4", "3.4"),
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234", "1.234"),
        ("1234.567", "1234.567"),
        ("12.345.678", "12345678"),
        (" 90,25 % ", "90.25"),
        ("−2,5", "-2.5"),
        ("0", "0"),
        ("0,00000001", "0.00000001"),
        ("9999999999999999", "9999999999999999"),
        ("10000000000000000", None),
        ("0,000000001", None),
        ("1,234.5", None),
        ("1.23.4", None),
        ("12,3,4", None),
        ("sekitar 3", None),
        ("", None),
        ("1e5", None),
        ("٣", None),
    ],
)
def test_numbers_are_read_as_indonesians_write_them(text: str, value: str | None) -> None:
    assert typed_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["1234,5", "-2,5", "0", "100", "0,00000001"])
def test_a_stored_value_is_spelled_as_it_would_be_typed(text: str) -> None:
    assert spelled(typed_number(text)) == text


def city(value: str, **more: object) -> Entry:
    return Entry(Typed(value), **more)  # type: ignore[arg-type]


def parts(*values: str, city: str = "") -> Entry:
    return Entry(Typed(city), {area: Typed(value) for area, value in enumerate(values, 1)})


@pytest.mark.parametrize(
    ("given", "gauge", "value"),
    [
        (city(" 5 "), PLAIN, "5"),
        (city("", reason="lupa"), PLAIN, ""),
        (parts("2,5", "3"), SUM, "5,5"),
        (parts("2,5", "3", city="6"), SUM, "6"),
        (parts("2,5"), SUM, ""),
        (parts("2,5", "tiga"), SUM, ""),
        (parts("2,5", "3"), MEAN, ""),
    ],
)
def test_the_city_is_summed_only_where_all_areas_are_said_and_add_up(given: Entry, gauge: Gauge, value: str) -> None:
    assert settled_entry(given, gauge).city.value == value


def test_quotients_are_summed_part_by_part() -> None:
    given = Entry(areas={1: Typed(numerator="1", denominator="4"), 2: Typed(numerator="2", denominator="6")})
    assert settled_entry(given, RATIO).city == Typed(numerator="3", denominator="10")


@pytest.mark.parametrize(
    ("given", "is_news"),
    [
        (city("5"), False),
        (city("5,0"), False),
        (city("5", reason="apa pun"), False),
        (city("5", note="diukur ulang"), True),
        (city("5", proofs=(LINK,)), True),
        (city("6"), True),
        (Entry(note="tanpa angka"), False),
        (city("lima"), True),
    ],
)
def test_what_stands_already_is_not_said_again(given: Entry, *, is_news: bool) -> None:
    gauge = Gauge("I", Direction.HIGHER, Calculation.LATEST, current=city("5"))
    assert (settled_entry(given, gauge) != Entry()) is is_news


@pytest.mark.parametrize(
    ("moved_by", "led", "expected"),
    [
        (["P3", "P2"], ["P1", "P3", "P2"], "P2"),
        (["P9"], ["P2", "P1"], "P1"),
        ([], ["P2", "P1"], "P1"),
        (["P1"], [], None),
    ],
)
def test_an_indicator_is_at_home_in_one_programme(moved_by: list[str], led: list[str], expected: str | None) -> None:
    assert home_programme(moved_by, led) == expected


@pytest.mark.parametrize(
    ("retired_on", "is_read"),
    [(None, True), (date(2026, 9, 29), False), (date(2026, 9, 30), True), (date(2027, 1, 1), True)],
)
def test_a_retired_indicator_is_read_up_to_its_last_whole_quarter(retired_on: date | None, *, is_read: bool) -> None:
    assert is_read_in(retired_on, PeriodName(2026, 3)) is is_read
