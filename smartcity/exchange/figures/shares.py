"""Progress and counts, written alike for the city, a dimension, an agency and a programme."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from smartcity.domain.kinds import Health, MilestoneStatus
from smartcity.domain.plan import Programme
from smartcity.domain.progress import Progress, RollUp

SHARES = ("planned", "verified", "claimed")


def number(value: Fraction | None) -> float | None:
    """The nearest double; the exact value stands beside it under `exact`."""
    return None if value is None else float(value)


def progress_keys(progress: Progress | None) -> dict[str, Any]:
    """Shares 0…1, their exact fractions as text, deviation in points and attainment; None where unknown."""
    shares = {name: getattr(progress, name) if progress else None for name in SHARES}
    return {
        **{name: number(share) for name, share in shares.items()},
        "exact": {name: None if share is None else str(share) for name, share in shares.items()},
        "deviation_points": number(progress.deviation) if progress else None,
        "attainment": number(progress.attainment) if progress else None,
    }


def milestone_counts(programmes: Iterable[Programme]) -> dict[str, int]:
    """How many milestones have each status; every status is there, 0 too."""
    found = Counter(milestone.status for programme in programmes for milestone in programme.milestones)
    return {status.value: found[status] for status in MilestoneStatus}


def group_keys(rolled: RollUp, health: Health, programmes: Iterable[Programme]) -> dict[str, Any]:
    """What a group of programmes has: progress, health, how many programmes in each health, milestones by status."""
    healths = dict(rolled.healths)
    return {
        **progress_keys(rolled.progress),
        "health": health.value,
        "counts": {
            "programmes": rolled.count,
            "unknown": rolled.unknown,
            "healths": {health.value: healths.get(health, 0) for health in Health},
            "milestones": milestone_counts(programmes),
        },
    }
