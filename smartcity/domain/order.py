"""The orders in which agencies can be listed; those without a programme always come last."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from smartcity.domain.kinds import Health, Reporting
from smartcity.domain.portfolio import AgencyGroup

_REPORTING = (
    Reporting.SILENT,
    Reporting.OPEN,
    Reporting.DRAFT,
    Reporting.LATE,
    Reporting.ON_TIME,
    Reporting.NO_PERIOD,
)


def _late(group: AgencyGroup) -> int:
    return sum(count for health, count in group.roll_up.healths if health in (Health.LATE, Health.ATTENTION))


def _deviation(group: AgencyGroup) -> float:
    progress = group.roll_up.progress
    return float(progress.deviation) if progress else 0.0


AGENCY_ORDERS: Mapping[str, Callable[[AgencyGroup], tuple[Any, ...]]] = {
    "lapor": lambda group: (_REPORTING.index(group.reporting), -_late(group), group.name),
    "deviasi": lambda group: (_deviation(group), group.name),
    "nama": lambda group: (group.name,),
}


def ordered_agencies(groups: Sequence[AgencyGroup], order: str) -> tuple[AgencyGroup, ...]:
    by = AGENCY_ORDERS[order]
    return tuple(sorted(groups, key=lambda group: (not group.programmes, *by(group))))
