"""Achievement, row by row of the domain's chapter 5."""

from fractions import Fraction

import pytest

from smartcity.domain.enums import Calculation, Direction, Note, Predicate
from smartcity.domain.indicators.achievement import Goal, Measured, PeriodReading, achievement, combined, combined_goal
from smartcity.domain.rounding import rounded

D = Direction
P = Predicate


def value(number: str | None) -> Measured:
    return Measured(None if number is None else Fraction(number))


def goal(number: str) -> Goal:
    return Goal(value=Fraction(number))


@pytest.mark.parametrize(
    ("direction", "reading", "target", "percent", "predicate"),
    [
        (D.HIGHER, "3.12", "3.4", "91.76", P.VERY_HIGH),
        (D.LOWER, "83", "90", "107.78", P.VERY_HIGH),
        (D.LOWER, "200", "90", "0.00", P.VERY_LOW),
        (D.LOWER, "0", "0", "100.00", P.VERY_HIGH),
        (D.LOWER, "1", "0", "0.00", P.VERY_LOW),
        (D.HIGHER, "3.0", "3.2", "93.75", P.VERY_HIGH),
        (D.HIGHER, "202.65", "100", "202.65", P.VERY_HIGH),
        (D.HIGHER, "-1", "-2", "150.00", P.VERY_HIGH),
    ],
)
def test_a_value_against_a_target(direction: D, reading: str, target: str, percent: str, predicate: P) -> None:
    share = achievement(direction, value(reading), goal(target))
    assert share.floored is not None
    assert str(rounded(share.floored * 100, 2)) == percent
    assert share.predicate is predicate


def test_far_over_is_floored_with_a_note_and_the_truth_is_kept() -> None:
    share = achievement(D.LOWER, value("200"), goal("90"))
    assert share.raw is not None
    assert str(rounded(share.raw * 100, 2)) == "-22.22"
    assert (share.floored, share.note) == (0, Note.FLOORED_AT_ZERO)


def test_a_target_of_zero_cannot_be_computed_upwards() -> None:
    share = achievement(D.HIGHER, value("0"), goal("0"))
    assert (share.raw, share.predicate, share.note) == (None, None, Note.ZERO_TARGET)


def test_what_is_above_counts_at_most_full_in_a_mean() -> None:
    share = achievement(D.HIGHER, value("202.65"), goal("100"))
    assert (share.counted, share.note) == (1, Note.ABOVE_TARGET)


@pytest.mark.parametrize(
    ("direction", "lower", "upper", "reading", "percent"),
    [
        (D.RANGE_HIGHER, "80", "90", "92", "102.2"),
        (D.RANGE_HIGHER, "80", "90", "70", "87.5"),
        (D.RANGE_HIGHER, "80", "90", "80", "100.0"),
        (D.RANGE_HIGHER, "80", "90", "90", "100.0"),
        (D.RANGE_LOWER, "7", "8", "6.5", "107.1"),
        (D.RANGE_LOWER, "7", "8", "9", "87.5"),
        (D.RANGE_LOWER, "7", "8", "7.5", "100.0"),
    ],
)
def test_ranges(direction: D, lower: str, upper: str, reading: str, percent: str) -> None:
    share = achievement(direction, value(reading), Goal(lower=Fraction(lower), upper=Fraction(upper)))
    assert share.floored is not None
    assert str(rounded(share.floored * 100, 1)) == percent


@pytest.mark.parametrize(("reading", "share"), [("Memenuhi", 1), (" memenuhi ", 1), ("Belum", 0)])
def test_texts_are_equal_or_not(reading: str, share: int) -> None:
    assert achievement(D.TEXT, Measured(text=reading), Goal(text="Memenuhi")).floored == share


@pytest.mark.parametrize("direction", D)
def test_what_was_not_reported_is_unknown_and_not_zero(direction: D) -> None:
    share = achievement(direction, Measured(), goal("5"))
    assert (share.raw, share.note) == (None, Note.NOT_REPORTED)


def readings(*values: str | None) -> list[PeriodReading]:
    return [PeriodReading(None if v is None else Fraction(v)) for v in values]


def test_cumulative_readings_are_summed_to_date_and_of_the_year() -> None:
    goals = [goal("5")] * 4
    reading = combined(Calculation.CUMULATIVE, readings("4", "6", None, None))
    assert achievement(D.HIGHER, reading, combined_goal(Calculation.CUMULATIVE, goals[:2])).floored == 1
    assert achievement(D.HIGHER, reading, combined_goal(Calculation.CUMULATIVE, goals)).floored == Fraction(1, 2)


def test_the_latest_reading_stands_for_an_index() -> None:
    assert combined(Calculation.LATEST, readings("2.9", "3.0", None)).value == 3


def test_ratios_are_summed_before_they_are_divided() -> None:
    parts = [
        PeriodReading(numerator=Fraction(1), denominator=Fraction(2)),
        PeriodReading(None, Fraction(1), Fraction(6)),
    ]
    assert combined(Calculation.RATIO, parts).value == Fraction(1, 4)
    assert combined(Calculation.RATIO, [PeriodReading(None, Fraction(1), Fraction(0))]).value is None
