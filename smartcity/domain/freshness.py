"""How old a word is against the cadence of reporting: old data fades, it does not look like new."""

from datetime import date
from enum import StrEnum

from smartcity.domain.periods import Period


class Freshness(StrEnum):
    """Aging: from an earlier period, while this one may still be reported. Overdue: that time has passed."""

    FRESH = "fresh"
    AGING = "aging"
    OVERDUE = "overdue"


def freshness(heard_on: date | None, period: Period | None, today: date) -> Freshness:
    """Of the newest word; without a reporting period nothing ages. On the last day to report it is not yet overdue."""
    if period is None or (heard_on is not None and heard_on >= period.dates.opens_on):
        return Freshness.FRESH
    return Freshness.AGING if today <= period.dates.closes_on else Freshness.OVERDUE
