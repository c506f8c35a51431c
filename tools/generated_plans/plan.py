"""The generated plan itself: its frame, agencies, programmes, action plans and milestones, without what happened."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from smartcity.domain.calendar import PeriodDates, PeriodName
from smartcity.domain.enums import ActionKind, CreditRule, Horizon, Measure, PeriodKind
from tools.generated_plans import vocabulary

Fields = dict[str, object]
Rows = dict[str, list[Fields]]

ZONE = ZoneInfo("Asia/Jakarta")
BEGUN = datetime(2023, 10, 2, 9, 0, tzinfo=ZONE)
FIRST_YEAR, LAST_YEAR = 2023, 2028
LAST_NEWS = date(2026, 11, 20)
PERIODS = tuple(PeriodName(2026, number) for number in (1, 2, 3, 4))
AGENCIES = 28
QUICK_WIN_SHARE = 0.15


@dataclass(frozen=True)
class Step:
    """A generated milestone."""

    code: str
    name: str
    weight: int
    starts_on: date
    due_on: date


@dataclass(frozen=True)
class Effort:
    """A generated programme; its action plans are (code, kind, milestones)."""

    code: str
    name: str
    sub_dimension: str
    agency: str
    supports: tuple[str, ...]
    horizon: Horizon
    weight: int
    actions: tuple[tuple[str, ActionKind, tuple[Step, ...]], ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for _, _, steps in self.actions for step in steps)

    @property
    def starts_on(self) -> date:
        return min(step.starts_on for step in self.steps)

    @property
    def ends_on(self) -> date:
        return max(step.due_on for step in self.steps)


def sub_dimensions() -> list[str]:
    return [f"{d}.{s}" for d, names in enumerate(vocabulary.DIMENSIONS.values(), 1) for s in range(1, len(names) + 1)]


def agency(number: int) -> str:
    return f"OPD-{number + 1:02}"


def efforts(count: int, chance: Random, steps: int) -> list[Effort]:
    """Programmes spread evenly over sub-dimensions and agencies."""
    places = sub_dimensions()
    return [_effort(number, places[number % len(places)], chance, steps) for number in range(count)]


def _effort(number: int, place: str, chance: Random, steps: int) -> Effort:
    code = f"P{number + 1:04}"
    supports = chance.sample([n for n in range(AGENCIES) if n != number % AGENCIES], chance.choice((0, 0, 1, 2)))
    horizon = Horizon.QUICK_WIN if chance.random() < QUICK_WIN_SHARE else chance.choice(list(Horizon)[1:])
    return Effort(
        code=code,
        name=f"{chance.choice(vocabulary.WORKS)} {chance.choice(vocabulary.THINGS)} {number + 1} ({vocabulary.SAMPLE})",
        sub_dimension=place,
        agency=agency(number % AGENCIES),
        supports=tuple(agency(n) for n in supports),
        horizon=horizon,
        weight=chance.choice((1, 1, 1, 2)),
        actions=_actions(code, chance, steps),
    )


def _actions(code: str, chance: Random, steps: int) -> tuple[tuple[str, ActionKind, tuple[Step, ...]], ...]:
    action_kinds = chance.sample(list(ActionKind), chance.choice((2, 3)))
    begin = date(2023, 10, 1) + timedelta(days=chance.randrange(640))
    return tuple(
        (
            f"{code}-{letter}",
            kind,
            _steps(f"{code}-{letter}", begin, steps // len(action_kinds) + chance.choice((0, 1, 1)), chance),
        )
        for letter, kind in zip("ABC", action_kinds, strict=False)
    )


def _steps(action: str, begin: date, count: int, chance: Random) -> tuple[Step, ...]:
    steps, start = [], begin + timedelta(days=chance.randrange(200))
    for number, name in enumerate(chance.sample(vocabulary.STEPS, count), 1):
        due = min(_month_end(start + timedelta(days=chance.randrange(120, 420))), date(LAST_YEAR, 12, 31))
        steps.append(Step(f"{action}{number}", name, chance.choice((1, 2, 2, 3)), start, due))
        start = min(due + timedelta(days=1), date(LAST_YEAR, 12, 1))
    return tuple(steps)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def frame() -> Rows:
    """What a plan needs before its programmes."""
    recorded: Fields = {"recorded_at": BEGUN}
    names = enumerate(vocabulary.DIMENSIONS.items(), 1)
    subs = [(d, place, name) for d, (_, names_) in names for place, name in enumerate(names_, 1)]
    return {
        "masterplan": [_masterplan()],
        "dimension": [
            {"code": str(d), "name": n, "position": d, **recorded} for d, n in enumerate(vocabulary.DIMENSIONS, 1)
        ],
        "sub_dimension": [
            {"code": f"{d}.{p}", "name": name, "alias": None, "position": p, "dimension": str(d), **recorded}
            for d, p, name in subs
        ],
        "agency": [_agency(number) for number in range(AGENCIES)],
        "area": [],
        "mission": [],
        "period": [_period(name) for name in PERIODS],
        "meeting": [],
        "decision": [],
    }


def _masterplan() -> Fields:
    return {
        "name": f"Masterplan ({vocabulary.SAMPLE})",
        "city": f"Kota Contoh ({vocabulary.SAMPLE})",
        "legal_basis": None,
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
        "credit_rule": CreditRule.COMPLETED_ONLY,
        "zone": "Asia/Jakarta",
        "is_sample": True,
        "recorded_at": BEGUN,
    }


def _agency(number: int) -> Fields:
    code = agency(number)
    return {
        "code": code,
        "name": f"Dinas Contoh {number + 1}",
        "short_name": code,
        "aliases": (),
        "valid_from": None,
        "valid_until": None,
        "successor": None,
        "recorded_at": BEGUN,
    }


def dates_of(period: PeriodName) -> PeriodDates:
    """The fourth quarter is reported from 1 to 20 November, so that it is the running one; the others afterwards."""
    if period == PERIODS[-1]:
        return PeriodDates(date(2026, 11, 1), date(2026, 11, 20), 10)
    opens = period.ends_on + timedelta(days=1)
    return PeriodDates(opens, opens + timedelta(days=19), 5)


def _period(name: PeriodName) -> Fields:
    dates = dates_of(name)
    return {
        "kind": PeriodKind.QUARTER,
        "year": name.year,
        "number": name.number,
        "opens_on": dates.opens_on,
        "closes_on": dates.closes_on,
        "grace_days": dates.grace_days,
        "recorded_at": BEGUN,
    }


def rows(programmes: list[Effort], chance: Random) -> Rows:
    return {
        "programme": [_programme(effort) for effort in programmes],
        "action_plan": [
            {
                "code": code,
                "name": f"{vocabulary.ACTIONS[kind.value]} ({vocabulary.SAMPLE})",
                "kind": kind,
                "programme": effort.code,
                "recorded_at": BEGUN,
            }
            for effort in programmes
            for code, kind, _ in effort.actions
        ],
        "milestone": [
            _milestone(step, code, chance)
            for effort in programmes
            for code, _, steps in effort.actions
            for step in steps
        ],
    }


def _programme(effort: Effort) -> Fields:
    return {
        "code": effort.code,
        "name": effort.name,
        "long_name": None,
        "description": None,
        "sub_dimension": effort.sub_dimension,
        "lead_agency": effort.agency,
        "supports": effort.supports,
        "horizon": effort.horizon,
        "is_quick_win": effort.horizon is Horizon.QUICK_WIN,
        "is_sample": True,
        "weight": Decimal(effort.weight),
        "starts_on": effort.starts_on,
        "ends_on": effort.ends_on,
        "missions": (),
        "source": vocabulary.SAMPLE,
        "measure": Measure.PHYSICAL if is_physical(effort) else Measure.MILESTONES,
        "recorded_at": BEGUN,
    }


def is_physical(effort: Effort) -> bool:
    """Every twentieth programme."""
    return int(effort.code[1:]) % 20 == 7


def _milestone(step: Step, action: str, chance: Random) -> Fields:
    cancelled = step.due_on > LAST_NEWS and chance.random() < 0.02
    return {
        "code": step.code,
        "name": step.name,
        "action_plan": action,
        "weight": Decimal(step.weight),
        "starts_on": step.starts_on,
        "due_on": step.due_on,
        "first_due_on": step.due_on,
        "needs_evidence": True,
        "cancelled_on": date(2026, 3, 2) if cancelled else None,
        "postponed_on": None,
        "recorded_at": BEGUN,
    }
