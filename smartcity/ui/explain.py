"""Dari mana angka ini? Formula, inputs, rule, day and source rows of a figure."""

from smartcity.domain.ages import Inputs
from smartcity.domain.origins import Origin, PhysicalOrigin, reporting_count
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.progress import Figure
from smartcity.ui.show import block, said


def origin(found: Origin | PhysicalOrigin, inputs: Inputs) -> None:
    """A share or a deviation, down to the rows it was summed from, or to the percentages that were reported."""
    say = said()
    if isinstance(found, PhysicalOrigin):
        is_points = found.figure is Figure.DEVIATION
        result = say.points(found.share) if is_points else say.percent(found.share)
        block("physical_origin", origin=found, result=result, inputs=inputs)
        return
    is_points = found.figure is Figure.DEVIATION
    result = say.points(found.share) if is_points else say.percent(found.share)
    block("origin", origin=found, total=found.total, result=result, inputs=inputs)


def reporting_origin(plan: Portfolio) -> None:
    """The same for the count of agencies that have reported."""
    owing = [group for group in plan.by_agency if group.owing]
    without = reporting_count(plan.by_agency).without
    block("reporting_origin", groups=owing, without=without, inputs=plan.reports)
