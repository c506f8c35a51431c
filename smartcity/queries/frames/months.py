"""Where agencies and dimensions stood in each month, as frames."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
from sqlmodel import Session

from smartcity.domain.enums import Health
from smartcity.domain.portfolio import months
from smartcity.domain.portfolio.months import MonthState
from smartcity.queries.frames.columns import DAY, NUMBER, TEXT, Columns, frame_of
from smartcity.queries.portfolio import load_portfolio
from smartcity.store.masterplan import zone_name

_STANDING: Columns[MonthState] = {
    "month": (DAY, lambda s: s.day.replace(day=1)),
    "day": (DAY, lambda s: s.day),
    "planned": (NUMBER, lambda s: s.planned),
    "verified": (NUMBER, lambda s: s.progress and s.progress.verified),
    "claimed": (NUMBER, lambda s: s.progress and s.progress.claimed),
    "deviation_points": (NUMBER, lambda s: s.progress and s.progress.deviation),
    "health": (Health, lambda s: s.health),
    "promises_due": (NUMBER, lambda s: s.promises and s.promises.of),
    "promises_kept": (NUMBER, lambda s: s.promises and s.promises.n),
    "on_time_share": (NUMBER, lambda s: s.promises and s.promises.share),
}


def agency_months(session: Session, as_of: date) -> pd.DataFrame:
    """One row per agency and month, for every agency and every month of the city's S-curve.

    agency, name: str; the code with `month` is the key, and the short name
    month, day: day; the first of the month, and the day looked at: its last, in the running month the as-of day
    planned, verified, claimed: float64, shares 0…1 by the days things happened, of the programmes led on the as-of day
    deviation_points: float64, verified minus planned in percentage points
    health: category, by the ratio on that day
    promises_due, promises_kept: float64, first promises due before `day`, and those done by their first due day
    on_time_share: float64, kept ÷ due, 0…1; NaN while none was due

    After the as-of day all but `planned` is NaN.
    """
    plan = load_portfolio(session, as_of)
    return _frame(session, "agency", months.agency_months(plan) if plan else ())


def dimension_months(session: Session, as_of: date) -> pd.DataFrame:
    """One row per dimension and month, for every dimension and every month of the city's S-curve.

    dimension, name: str; the code with `month` is the key
    month, day: day; the first of the month, and the day looked at: its last, in the running month the as-of day
    planned, verified, claimed: float64, shares 0…1 by the days things happened
    deviation_points: float64, verified minus planned in percentage points
    health: category, by the ratio on that day
    promises_due, promises_kept: float64, first promises due before `day`, and those done by their first due day
    on_time_share: float64, kept ÷ due, 0…1; NaN while none was due

    After the as-of day all but `planned` is NaN.
    """
    plan = load_portfolio(session, as_of)
    return _frame(session, "dimension", months.dimension_months(plan) if plan else ())


def _frame(session: Session, key: str, standings: Iterable[MonthState]) -> pd.DataFrame:
    named: Columns[MonthState] = {key: (TEXT, lambda s: s.group.code), "name": (TEXT, lambda s: s.group.name)}
    return frame_of({**named, **_STANDING}, standings, zone_name(session))
