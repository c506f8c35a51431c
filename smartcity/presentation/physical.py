"""What a planned curve and the reported percentages say of the finish."""

from datetime import date

from smartcity.domain.physical import PhysicalFacts
from smartcity.presentation.said import Said


def expectation(say: Said, facts: PhysicalFacts, today: date) -> str:
    """By how many days the work is behind its curve or ahead of it; empty where that cannot be told."""
    lag, progress = facts.lag_on(today), facts.progress_on(today)
    if lag is None or progress is None or progress.verified == 1 or not progress.planned:
        return ""
    end = next(point.day for point in reversed(facts.planned) if point.percent is not None)
    if not lag.days:
        return say("physical.expected.as_planned", end=say.words.day(end))
    key = "physical.expected.behind" if lag.days > 0 else "physical.expected.ahead"
    finish = {"expected": say.words.day(max(end + lag, today)), "end": say.words.day(end)}
    return say(key, days=say.words.number(abs(lag.days)), **finish)
