"""The three achievements of an indicator, case by case, and that none gets better by missing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction, Note, Predicate, Span
from smartcity.domain.indicators.achievement import Achievement, Goal, Measured, PeriodReading
from smartcity.domain.indicators.means import mean_achievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.quarters import Quarter, in_time
from smartcity.domain.thresholds import scale
from tests.domain.indicators.test_outcomes import card

Q, H, Y = Span.QUARTER, Span.HALF, Span.YEAR
PLAN = (2026, 2027, 2028, 2029)
NOT_APPLICABLE = PeriodReading(is_not_applicable=True)
Slots = Mapping[tuple[int, int, Span], str | PeriodReading]


def quarters(read: Slots, goals: Mapping[tuple[int, int, Span], str]) -> tuple[Quarter, ...]:
    rows = []
    for year, number, span in {*read, *goals}:
        reading, aim = read.get((year, number, span)), goals.get((year, number, span))
        reading = PeriodReading(value=Fraction(reading)) if isinstance(reading, str) else reading
        goal = None if aim is None else Goal(value=Fraction(aim))
        rows.append(Quarter(PeriodName(year, number), goal, reading, None, reading is not None, span=span))
    return tuple(sorted(rows, key=in_time))


def outcome(
    read: Slots,
    goals: Mapping[tuple[int, int, Span], str] | None = None,
    years: Mapping[int, str] | None = None,
    *,
    direction: Direction = Direction.HIGHER,
    calculation: Calculation = Calculation.CUMULATIVE,
    closed: tuple[int, int] | None = None,
    end: str | None = None,
) -> Outcome:
    return Outcome(
        replace(card(calculation), direction=direction),
        quarters(read, goals or {}),
        tuple((year, Goal(value=Fraction(goal))) for year, goal in (years or {}).items()),
        end_goal=None if end is None else Goal(value=Fraction(end)),
        years=(2026, 2029),
        closed=None if closed is None else PeriodName(*closed),
    )


def each(value: str, *numbers: int, year: int = 2026) -> dict[tuple[int, int, Span], str]:
    return {(year, number, Q): value for number in numbers or (1, 2, 3, 4)}


LIMIT = each("16")


def test_f8_a_part_of_the_year_is_never_held_against_the_limit_of_the_year() -> None:
    indicator = outcome(each("20", 1, 2), LIMIT, direction=Direction.LOWER)
    assert (indicator.to_date.raw, indicator.to_date.predicate) == (Fraction(3, 4), Predicate.MEDIUM)
    assert (indicator.of_year.raw, indicator.of_year.note) == (None, Note.YEAR_NOT_OVER)
    spent = indicator.spent(indicator.of_year)
    assert spent is not None
    assert (spent.value, spent.limit, spent.share) == (40, 64, Fraction(5, 8))


def test_f8_after_the_last_period_the_year_is_held_against_its_limit() -> None:
    indicator = outcome(each("20"), LIMIT, direction=Direction.LOWER)
    assert (indicator.of_year.raw, indicator.of_year.predicate) == (Fraction(3, 4), Predicate.MEDIUM)
    assert indicator.spent(indicator.of_year) is None


def test_f9_without_a_target_to_date_nothing_is_computed_to_date() -> None:
    indicator = outcome(each("20", 1), years={2026: "64"})
    assert (indicator.to_date.raw, indicator.to_date.note, indicator.to_date.predicate) == (
        None,
        Note.NO_TARGET_TO_DATE,
        None,
    )
    assert (indicator.of_year.raw, indicator.of_year.note, indicator.of_year.predicate) == (
        Fraction(20, 64),
        Note.YEAR_NOT_OVER,
        None,
    )
    whole = outcome(each("16"), years={2026: "64"})
    assert (whole.to_date.raw, whole.of_year.raw, whole.of_year.predicate) == (1, 1, Predicate.VERY_HIGH)


def test_f10_the_end_of_the_plan_is_a_figure_of_its_own() -> None:
    latest = outcome({(2026, 4, Y): "70"}, years={2029: "80"}, calculation=Calculation.LATEST)
    assert (latest.to_date.note, latest.of_year.note) == (Note.NO_TARGET, Note.NO_TARGET)
    assert (latest.of_end.raw, latest.of_end.goal, latest.end_year) == (Fraction(7, 8), Goal(value=Fraction(80)), 2029)


@pytest.mark.parametrize(
    ("indicator", "raw", "note"),
    [
        (outcome({(2026, 4, Y): "20"}, end="80"), Fraction(1, 4), Note.PLAN_NOT_OVER),
        (outcome({(2026, 4, Y): "20"}, years={2029: "80"}), Fraction(1, 4), Note.PLAN_NOT_OVER),
        (
            outcome({(2026, 4, Y): "20"}, years=dict.fromkeys(PLAN, "20")),
            Fraction(1, 4),
            Note.PLAN_NOT_OVER,
        ),
        (outcome({(2026, 4, Y): "20"}, end="80", direction=Direction.LOWER), None, Note.PLAN_NOT_OVER),
        (outcome({(y, 4, Y): "25" for y in PLAN}, end="80", direction=Direction.LOWER), Fraction(3, 4), None),
        (outcome({(2026, 4, Y): "20"}, years={2026: "20"}), None, Note.NO_TARGET),
    ],
    ids=["stated", "only the last year", "all years", "a limit", "a limit at the end", "this year only"],
)
def test_f10_what_is_summed_is_summed_over_the_whole_plan(
    indicator: Outcome, raw: Fraction | None, note: Note | None
) -> None:
    assert (indicator.of_end.raw, indicator.of_end.note) == (raw, note)


def test_f22_a_hole_makes_a_sum_incomplete_and_targets_follow_the_readings() -> None:
    to_date = outcome(each("21", 2), LIMIT, direction=Direction.LOWER).to_date
    assert (to_date.measured, to_date.goal) == (Measured(Fraction(21)), Goal(value=Fraction(16)))
    assert (to_date.raw, to_date.missing, to_date.predicate) == (2 - Fraction(21, 16), (PeriodName(2026, 1),), None)


def test_f26_the_period_named_is_the_period_computed() -> None:
    assert outcome(each("4"), each("5")).to_date.until == PeriodName(2026, 4)
    assert outcome(each("4", 1, 2, 3), {(2026, 2, H): "5", (2026, 4, H): "5"}).to_date.until == PeriodName(2026, 2)


@pytest.mark.parametrize(
    ("read", "goals", "years", "raw"),
    [
        ({(2026, 2, H): "8"}, {(2026, 2, H): "10", (2026, 4, H): "10"}, {}, Fraction(4, 5)),
        (each("4", 1, 2), {(2026, 2, H): "10"}, {}, Fraction(4, 5)),
        ({(2026, 2, H): "8"}, each("5"), {}, Fraction(4, 5)),
        ({(2026, 4, Y): "16"}, each("5"), {}, Fraction(4, 5)),
        ({(2026, 4, Y): "16"}, {}, {2026: "20"}, Fraction(4, 5)),
        ({**each("3"), (2026, 4, Y): "16"}, each("5"), {}, Fraction(4, 5)),
        (each("16", 4), {}, {2026: "20"}, Fraction(4, 5)),
        (each("8", 2, 4), {}, {2026: "20"}, Fraction(4, 5)),
        (each("8", 2, 4), each("10", 2, 4), {}, Fraction(4, 5)),
    ],
    ids=[
        *("half against half", "quarters against a half", "a half against quarters", "a year against quarters"),
        *("year against year", "the year stands for its quarters", "once a year", "twice a year", "twice, both"),
    ],
)
def test_halves_and_years_are_summed_over_the_same_quarters(
    read: Slots, goals: Mapping[tuple[int, int, Span], str], years: Mapping[int, str], raw: Fraction
) -> None:
    to_date = outcome(read, goals, years).to_date
    assert (to_date.raw, to_date.missing, to_date.predicate) == (raw, (), Predicate.HIGH)


@pytest.mark.parametrize("direction", [Direction.HIGHER, Direction.LOWER])
def test_a_ratio_over_nothing_was_reported_but_cannot_be_computed(direction: Direction) -> None:
    read = {(2026, 1, Q): ratio("0", "0"), (2026, 2, Q): ratio("3", "0")}
    indicator = outcome(read, each("5"), direction=direction, calculation=Calculation.RATIO, end="9")
    for name in ("to_date", "of_year", "of_end"):
        assert (getattr(indicator, name).raw, getattr(indicator, name).note) == (None, Note.ZERO_DENOMINATOR), name
    untargeted = outcome(read, calculation=Calculation.RATIO)
    assert untargeted.to_date.note is Note.NO_TARGET


def test_not_applicable_is_neither_zero_nor_missing_and_in_no_mean() -> None:
    summed = outcome({**each("4", 1, 3), (2026, 2, Q): NOT_APPLICABLE}, each("5"), closed=(2026, 3))
    assert (summed.to_date.raw, summed.to_date.missing) == (Fraction(4, 5), ())
    latest = outcome({(2026, 3, Q): NOT_APPLICABLE}, each("5"), calculation=Calculation.LATEST, closed=(2026, 3))
    assert (latest.to_date.raw, latest.to_date.note) == (None, Note.NOT_APPLICABLE)
    after = replace(latest, quarters=quarters({**each("4", 2), (2026, 3, Q): NOT_APPLICABLE}, each("5")))
    assert (after.to_date.raw, after.to_date.note) == (None, Note.NOT_APPLICABLE)
    mean = mean_achievement([latest, summed])
    assert (mean.share, mean.n, mean.missing, mean.not_applicable) == (Fraction(4, 5), 1, 0, 1)


def test_f12_a_mean_is_of_the_newest_quarter_that_has_closed() -> None:
    third: dict[str, Any] = {"calculation": Calculation.LATEST, "closed": (2026, 3)}
    read = [outcome(each("4", 3), each("5"), **third), outcome(each("3", 2), each("5"), **third)]
    late = [outcome({**each("5", 3), **each("1", 4)}, each("5"), **third)]
    yearly, half = (
        outcome({(2025, 4, Y): "9"}, years={2026: "9"}, **third),
        outcome(each("9", 2), each("9", 2, 4), **third),
    )
    mean = mean_achievement([*read, *late, yearly, half])
    assert (mean.period, mean.share, mean.n, mean.missing) == (PeriodName(2026, 3), Fraction(9, 10), 2, 1)
    assert mean.not_due == 2


def test_f12_yearly_indicators_belong_to_the_last_quarter_of_the_year() -> None:
    aims = dict.fromkeys((2023, 2024, 2025), "10")
    old = outcome({(2022, 4, Y): "9"}, years=aims, calculation=Calculation.LATEST, closed=(2024, 1))
    new = outcome({(2023, 4, Y): "8"}, years=aims, calculation=Calculation.LATEST, closed=(2024, 1))
    mean = mean_achievement([old, new, new])
    assert (mean.period, mean.share, mean.n, mean.missing) == (PeriodName(2023, 4), Fraction(4, 5), 2, 1)


def test_an_incomplete_sum_is_missing_in_a_mean() -> None:
    mean = mean_achievement([outcome(each("21", 2), LIMIT, direction=Direction.LOWER, closed=(2026, 2))])
    assert (mean.share, mean.n, mean.missing) == (None, 0, 1)


def test_a_plan_may_have_a_scale_of_its_own() -> None:
    own = scale((90, Predicate.VERY_GOOD), (60, Predicate.FAIR), (0, Predicate.POOR))
    indicator = replace(outcome(each("9", 1), each("10")), scale=own)
    assert indicator.to_date.predicate is Predicate.VERY_GOOD
    assert replace(indicator, quarters=quarters(each("8.99", 1), each("10"))).to_date.predicate is Predicate.FAIR


def ratio(numerator: str, denominator: str) -> PeriodReading:
    return PeriodReading(numerator=Fraction(numerator), denominator=Fraction(denominator))


values = st.sampled_from(("0", "1", "7", "16", "21", "40"))


@st.composite
def histories(choose: st.DrawFn) -> Outcome:
    """Two years told by quarter, by half or by year, with targets that agree and some readings missing."""
    span, numbers = choose(st.sampled_from(((Q, (1, 2, 3, 4)), (H, (2, 4)), (Y, (4,)))))
    slots = [(year, number, span) for year in (2026, 2027) for number in numbers]
    aims = {slot: choose(values.filter(lambda value: value != "0")) for slot in slots}
    closed = choose(st.sampled_from(((2026, 4), (2027, 2), (2027, 4))))
    calculation = choose(st.sampled_from(Calculation))
    measured = st.builds(ratio, values, values) if calculation is Calculation.RATIO else values
    read = {slot: choose(measured) for slot in slots if slot[:2] <= closed and choose(st.booleans())}
    sums = {year: str(sum(Fraction(aims[slot]) for slot in slots if slot[0] == year)) for year in (2026, 2027)}
    return outcome(
        read,  # type: ignore[arg-type]
        {} if span is Y else aims,
        sums if span is Y else {},
        direction=choose(st.sampled_from((Direction.HIGHER, Direction.LOWER))),
        calculation=calculation,
        closed=closed,
        end=choose(st.sampled_from((None, "100"))),
    )


def without_one_fact(indicator: Outcome) -> Iterator[Outcome]:
    """The same with one reading gone, one verdict revoked, or one target gone."""
    for place, quarter in enumerate(indicator.quarters):
        before, after = indicator.quarters[:place], indicator.quarters[place + 1 :]
        if quarter.reading is not None:
            yield replace(indicator, quarters=(*before, replace(quarter, reading=None, is_verified=False), *after))
            yield replace(indicator, quarters=(*before, replace(quarter, is_verified=False), *after))
        if quarter.goal is not None:
            yield replace(indicator, quarters=(*before, replace(quarter, goal=None), *after))
    if indicator.end_goal is not None:
        yield replace(indicator, end_goal=None)


def is_better(after: Achievement, before: Achievement) -> bool:
    """Better or newly rated, and not marked as incomplete."""
    if after.raw is None or not after.is_complete:
        return False
    return before.raw is None or after.raw > before.raw or (after.is_rated and not before.is_rated)


@settings(max_examples=250)
@given(histories())
def test_f22_nothing_gets_better_by_missing(indicator: Outcome) -> None:
    for less in without_one_fact(indicator):
        for name in ("to_date", "of_year", "of_end"):
            before, after = getattr(indicator, name), getattr(less, name)
            assert not is_better(after, before), (name, before, after)


@settings(max_examples=200)
@given(st.lists(histories(), min_size=1, max_size=4))
def test_f22_a_mean_that_gets_better_says_that_more_is_missing(indicators: list[Outcome]) -> None:
    indicators = [replace(one, closed=indicators[0].closed) for one in indicators]
    before = mean_achievement(indicators)
    for less in without_one_fact(indicators[0]):
        after = mean_achievement([less, *indicators[1:]])
        is_raised = after.share is not None and (before.share is None or after.share > before.share)
        assert not is_raised or after.missing > before.missing or after.n < before.n
