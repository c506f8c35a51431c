"""An indicator on one day: which quarters count, which goal, which achievement, and the mean over many."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction, Note, Predicate
from smartcity.domain.indicators.achievement import Goal, PeriodReading
from smartcity.domain.indicators.means import mean_achievement
from smartcity.domain.indicators.outcomes import IndicatorCard, Outcome, lineage
from smartcity.domain.indicators.quarters import Quarter
from tests.domain.cities import DLH, SUB

QuarterRead = tuple[int, int, str | None, str | None]


def card(calculation: Calculation = Calculation.LATEST) -> IndicatorCard:
    unknown = ("definition", "formula", "baseline", "baseline_year", "source", "retired_on", "replaced_by")
    plain: dict[str, Any] = {"is_key": False, "is_sample": False, "programmes": (), **dict.fromkeys(unknown)}
    named: dict[str, Any] = {
        "id": 1,
        "code": "IK-1",
        "name": "Indeks",
        "unit": "indeks",
        "sub_dimension": SUB,
        "agency": DLH,
    }
    return IndicatorCard(**named, **plain, direction=Direction.HIGHER, calculation=calculation)


def quarter(year: int, of: int, reading: str | None, goal: str | None) -> Quarter:
    measured = None if reading is None else PeriodReading(value=Fraction(reading))
    aimed = None if goal is None else Goal(value=Fraction(goal))
    return Quarter(PeriodName(year, of), aimed, measured, None, is_verified=True)


def outcome(
    *quarters_read: QuarterRead,
    calculation: Calculation = Calculation.LATEST,
    year_goals: tuple[tuple[int, Goal], ...] = (),
) -> Outcome:
    return Outcome(card(calculation), tuple(quarter(*one) for one in quarters_read), year_goals)


@pytest.mark.parametrize(
    ("read", "newest"),
    [
        ((), None),
        (((2026, 1, None, "5"),), None),
        (((2026, 1, "0", "5"),), (2026, 1)),
        (((2026, 1, "4", "5"), (2026, 2, None, "5")), (2026, 1)),
        (((2025, 4, "4", "5"), (2026, 1, "6", "5"), (2026, 2, None, None)), (2026, 1)),
    ],
    ids=["no quarters", "nothing read", "zero is a reading", "the newest is blank", "over the year"],
)
def test_the_newest_quarter_is_the_last_with_a_reading(
    read: tuple[QuarterRead, ...], newest: tuple[int, int] | None
) -> None:
    last = outcome(*read).newest
    assert (None if last is None else (last.period.year, last.period.number)) == newest


@pytest.mark.parametrize(
    ("reading", "is_measured"),
    [
        (PeriodReading(value=Fraction(0)), True),
        (PeriodReading(text="Memenuhi"), True),
        (PeriodReading(numerator=Fraction(0), denominator=Fraction(4)), True),
        (PeriodReading(numerator=Fraction(3)), False),
        (PeriodReading(denominator=Fraction(4)), False),
        (PeriodReading(), False),
    ],
)
def test_half_a_ratio_is_no_reading(reading: PeriodReading, *, is_measured: bool) -> None:
    only = Quarter(PeriodName(2026, 1), None, reading, None, is_verified=True)
    assert (Outcome(card(), (only,), ()).newest is not None) == is_measured


@pytest.mark.parametrize(
    ("calculation", "read", "to_date", "of_year"),
    [
        (
            Calculation.CUMULATIVE,
            ((2026, 1, "4", "5"), (2026, 2, "6", "5"), (2026, 3, None, "5"), (2026, 4, None, "5")),
            Fraction(1),
            Fraction(1, 2),
        ),
        (
            Calculation.CUMULATIVE,
            ((2025, 4, "90", "5"), (2026, 1, "4", "5"), (2026, 2, None, "5")),
            Fraction(4, 5),
            Fraction(2, 5),
        ),
        (
            Calculation.CUMULATIVE,
            ((2026, 1, None, "5"), (2026, 2, "6", "5"), (2026, 3, None, "5")),
            Fraction(6, 5),
            Fraction(6, 15),
        ),
        (
            Calculation.LATEST,
            ((2026, 1, "2.9", "3.0"), (2026, 2, "3.0", "3.2"), (2026, 3, None, "3.3")),
            Fraction("0.9375"),
            Fraction("3.0") / Fraction("3.3"),
        ),
    ],
    ids=[
        "half the year",
        "a new year begins anew",
        "a blank quarter leaves its target out",
        "latest is never added",
    ],
)
def test_to_date_and_of_the_year(
    calculation: Calculation, read: tuple[QuarterRead, ...], to_date: Fraction, of_year: Fraction
) -> None:
    indicator = outcome(*read, calculation=calculation)
    assert (indicator.to_date.raw, indicator.of_year.raw) == (to_date, of_year)


def test_the_year_own_target_comes_before_what_its_quarters_say() -> None:
    read: tuple[QuarterRead, ...] = ((2026, 1, "6", "5"), (2026, 2, None, "5"))
    stated = ((2025, Goal(value=Fraction(99))), (2026, Goal(value=Fraction(24))))
    indicator = outcome(*read, calculation=Calculation.CUMULATIVE, year_goals=stated)
    assert (indicator.to_date.raw, indicator.of_year.raw) == (Fraction(6, 5), Fraction(1, 4))


def test_without_quarterly_targets_the_year_is_what_is_compared_with() -> None:
    indicator = outcome((2026, 1, "6", None), year_goals=((2026, Goal(value=Fraction(8))),))
    assert (indicator.to_date.raw, indicator.of_year.raw) == (Fraction(3, 4), Fraction(3, 4))


def closed(indicator: Outcome, year: int = 2026, number: int = 1) -> Outcome:
    return replace(indicator, closed=PeriodName(year, number))


READ, OLDER = PeriodReading(value=Fraction(4)), PeriodReading(value=Fraction(3))


def of_quarter(
    number: int, reading: PeriodReading | None, *, verified: bool, older: PeriodReading | None = None
) -> Quarter:
    goal = Goal(value=Fraction(5))
    return Quarter(PeriodName(2026, number), goal, reading, None, is_verified=verified, verified=older)


@pytest.mark.parametrize(
    ("quarters", "raw", "if_verified", "waiting"),
    [
        ((of_quarter(1, READ, verified=True),), Fraction(4, 5), Fraction(4, 5), None),
        ((of_quarter(1, READ, verified=False),), None, Fraction(4, 5), 1),
        ((of_quarter(1, READ, verified=False, older=OLDER),), Fraction(3, 5), Fraction(4, 5), 1),
        ((of_quarter(1, OLDER, verified=True), of_quarter(2, READ, verified=False)), Fraction(3, 5), Fraction(4, 5), 2),
        ((of_quarter(1, OLDER, verified=False), of_quarter(2, READ, verified=True)), Fraction(4, 5), Fraction(4, 5), 1),
        ((of_quarter(1, None, verified=False),), None, None, None),
    ],
    ids=["verified", "waiting", "a correction waits", "the next quarter waits", "a hole that waits", "nothing read"],
)
def test_only_what_is_verified_counts_as_achieved(
    quarters: tuple[Quarter, ...], raw: Fraction | None, if_verified: Fraction | None, waiting: int | None
) -> None:
    indicator = Outcome(card(), quarters, ())
    assert (indicator.to_date.raw, indicator.if_verified.to_date.raw) == (raw, if_verified)
    assert (indicator.waiting.period.number if indicator.waiting else None) == waiting


def test_a_reading_nobody_verified_says_so() -> None:
    indicator = Outcome(card(), (of_quarter(1, READ, verified=False),), ())
    assert (indicator.to_date.note, indicator.year, indicator.measured.value) == (Note.UNVERIFIED, 2026, None)


def test_a_quotient_is_a_value_in_its_quarter() -> None:
    read = PeriodReading(numerator=Fraction(1), denominator=Fraction(4))
    assert of_quarter(1, read, verified=True).measured.value == Fraction(1, 4)


def named(code: str, replaced_by: str | None = None) -> Outcome:
    return Outcome(replace(card(), code=code, replaced_by=replaced_by), (), ())


@pytest.mark.parametrize(
    ("chain", "start", "expected"),
    [
        ({"A": None}, "A", "A"),
        ({"A": "B", "B": None}, "A", "AB"),
        ({"A": "B", "B": None}, "B", "AB"),
        ({"A": "B", "B": "C", "C": None, "X": None}, "B", "ABC"),
        ({"A": "GONE"}, "A", "A"),
        ({"A": "B", "B": "A"}, "A", "BA"),
        ({"A": "A"}, "A", "A"),
    ],
)
def test_an_indicator_and_those_it_replaced_are_one_line(
    chain: dict[str, str | None], start: str, expected: str
) -> None:
    every = {code: named(code, after) for code, after in chain.items()}
    codes = [one.card.code for one in lineage(every[start], every)]
    assert "".join(codes) == expected


@pytest.mark.parametrize(
    ("read", "note"),
    [
        ((), Note.NOT_REPORTED),
        (((2026, 1, None, "5"),), Note.NOT_REPORTED),
        (((2026, 1, "4", None),), Note.NO_TARGET),
        (((2026, 1, "0", "0"),), Note.ZERO_TARGET),
    ],
)
def test_what_cannot_be_computed_says_why_and_is_neither_0_nor_100(read: tuple[QuarterRead, ...], note: Note) -> None:
    to_date = outcome(*read).to_date
    assert (to_date.raw, to_date.floored, to_date.counted, to_date.predicate, to_date.note) == (
        None,
        None,
        None,
        None,
        note,
    )


@pytest.mark.parametrize(
    ("readings", "share", "n", "missing"),
    [
        ((), None, 0, 0),
        ((None,), None, 0, 1),
        (("50",), Fraction(1, 2), 1, 0),
        (("50", None), Fraction(1, 2), 1, 1),
        (("0", "100"), Fraction(1, 2), 2, 0),
        (("202.65", "50"), Fraction(3, 4), 2, 0),
    ],
    ids=["none", "none known", "one", "unknown is left out", "zero is not unknown", "above counts at most full"],
)
def test_the_mean_says_its_n_and_how_many_are_missing(
    readings: tuple[str | None, ...], share: Fraction | None, n: int, missing: int
) -> None:
    mean = mean_achievement([closed(outcome((2026, 1, reading, "100"))) for reading in readings])
    assert (mean.share, mean.n, mean.missing) == (share, n, missing)


@pytest.mark.parametrize(
    ("reading", "predicate"),
    [
        ("90.99", Predicate.HIGH),
        ("91", Predicate.VERY_HIGH),
        ("75.99", Predicate.MEDIUM),
        ("76", Predicate.HIGH),
        ("65.99", Predicate.LOW),
        ("66", Predicate.MEDIUM),
        ("50.99", Predicate.VERY_LOW),
        ("51", Predicate.LOW),
    ],
)
def test_the_predicate_turns_on_the_edge_of_its_band(reading: str, predicate: Predicate) -> None:
    assert outcome((2026, 1, reading, "100")).to_date.predicate is predicate
