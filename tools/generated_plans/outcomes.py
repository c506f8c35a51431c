"""Indicators with targets and readings, and budgets, of a generated plan: one indicator per programme."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import BudgetSource, Calculation, Direction, Horizon, QuickWinState, Role, Verdict
from tools.generated_plans import vocabulary
from tools.generated_plans.facts import at
from tools.generated_plans.plan import BEGUN, PERIODS, Effort, Fields, Rows

QUARTERS = tuple(PeriodName(year, number) for year in (2025, 2026) for number in (1, 2, 3, 4))
READ = QUARTERS[:-1]
CENT = Decimal("0.01")
VERIFIED_SHARE, REPORTED_SHARE = 0.8, 0.92


def rows(efforts: list[Effort], chance: Random) -> Rows:
    made = [(effort, *_measure(number, effort, chance)) for number, effort in enumerate(efforts)]
    return {
        "indicator": [indicator for _, indicator, _ in made],
        "target": [row for _, indicator, goal in made for row in _targets(indicator, goal)],
        "reading": [row for _, indicator, goal in made for row in _readings(indicator, goal, chance)],
        "budget": [_budget(effort, chance) for effort in efforts],
        "budget_realisation": [row for effort in efforts for row in _realised(effort, chance)],
        "quick_win_year": [row for effort in efforts for row in _yearly(effort)],
    }


def _measure(number: int, effort: Effort, chance: Random) -> tuple[Fields, Decimal]:
    goal = Decimal(chance.randrange(20, 900))
    row: Fields = {
        "code": f"IK-{number + 1:04}",
        "name": f"{chance.choice(vocabulary.THINGS)}: {vocabulary.MEASURED} {number + 1} ({vocabulary.SAMPLE})",
        "definition": None,
        "formula": None,
        "unit": chance.choice(vocabulary.UNITS),
        "direction": chance.choice((Direction.HIGHER, Direction.HIGHER, Direction.LOWER, Direction.RANGE_HIGHER)),
        "calculation": chance.choice(list(Calculation)),
        "is_key": number % 4 == 0,
        "is_sample": True,
        "baseline": (goal * chance.randrange(50, 110) / 100).quantize(CENT),
        "baseline_year": 2023,
        "sub_dimension": effort.sub_dimension,
        "agency": effort.agency,
        "source": vocabulary.SAMPLE,
        "retired_on": None,
        "replaced_by": None,
        "programmes": (effort.code,),
        "recorded_at": BEGUN,
    }
    return row, goal


def _targets(indicator: Fields, goal: Decimal) -> Iterator[Fields]:
    ranged = indicator["direction"] is Direction.RANGE_HIGHER
    for step, quarter in enumerate(QUARTERS):
        value = (goal * (100 + 2 * step) / 100).quantize(CENT)
        yield {
            "indicator": indicator["code"],
            "year": quarter.year,
            "quarter": quarter.number,
            "value": None if ranged else value,
            "lower": (value * 9 / 10).quantize(CENT) if ranged else None,
            "upper": (value * 11 / 10).quantize(CENT) if ranged else None,
            "text": None,
            "recorded_at": BEGUN,
        }


def _readings(indicator: Fields, goal: Decimal, chance: Random) -> Iterator[Fields]:
    for step, quarter in enumerate(READ):
        if chance.random() < REPORTED_SHARE:
            yield _reading(indicator, goal * (100 + 2 * step) * chance.randrange(75, 112) / 10000, quarter, chance)


def _reading(indicator: Fields, value: Decimal, quarter: PeriodName, chance: Random) -> Fields:
    recorded_at = at(quarter.ends_on + timedelta(days=chance.randrange(5, 19)), chance)
    is_ratio = indicator["calculation"] is Calculation.RATIO
    below = Decimal(chance.randrange(80, 200)) if is_ratio else None
    verified = quarter != READ[-1] or chance.random() < VERIFIED_SHARE
    return {
        "indicator": indicator["code"],
        "year": quarter.year,
        "quarter": quarter.number,
        "value": None if is_ratio else value.quantize(CENT),
        "numerator": (value * below).quantize(CENT) if below is not None else None,
        "denominator": below,
        "text": None,
        "area": None,
        "note": None,
        "recorded_at": recorded_at,
        "recorded_by": indicator["agency"],
        "verdict": Verdict.VERIFIED if verified else None,
        "reviewed_at": recorded_at + timedelta(days=2) if verified else None,
        "reviewed_by": Role.VERIFIER.value if verified else None,
        "review_note": None,
    }


def _budget(effort: Effort, chance: Random) -> Fields:
    ceiling = Decimal(chance.randrange(150, 6000)) * 10**6
    return {
        "programme": effort.code,
        "year": 2026,
        "source": BudgetSource.APBD,
        "ceiling": ceiling,
        "recorded_at": BEGUN,
    }


def _realised(effort: Effort, chance: Random) -> Iterator[Fields]:
    for period in PERIODS[:-1]:
        yield {
            "programme": effort.code,
            "year": period.year,
            "source": BudgetSource.APBD,
            "quarter": period.number,
            "realised": Decimal(chance.randrange(10, 45)) * 10**6,
            "recorded_at": at(period.ends_on + timedelta(days=10), chance),
            "recorded_by": effort.agency,
        }


def _yearly(effort: Effort) -> Iterator[Fields]:
    if effort.horizon is Horizon.QUICK_WIN:
        for year, state in ((2024, QuickWinState.NEW), (2025, QuickWinState.RUNNING), (2026, QuickWinState.RUNNING)):
            chance = Random(effort.code)  # noqa: S311 - the same hour for the same programme, no secret
            recorded_at = at(date(year, 10, 12), chance)
            yield {"programme": effort.code, "year": year, "state": state, "note": None, "recorded_at": recorded_at}
