"""Dari mana angka ini? Formula, inputs, rule, day and source rows of a figure."""

from smartcity.domain.ages import Inputs
from smartcity.domain.origins import Origin, PhysicalOrigin, reporting_count
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.progress import Figure
from smartcity.ui.show import block, said


def origin(found: Origin | PhysicalOrigin, inputs: Inputs) -> None:
    """A share or a deviation, down to the rows it was summed from, or to the percentages that were reported."""
    if isinstance(found, PhysicalOrigin):
        result = _result(found)
        block("physical_origin", origin=found, result=result, inputs=inputs)
        return
    result = _result(found)
    block("origin", origin=found, total=found.total, result=result, inputs=inputs)


def _result(found: Origin | PhysicalOrigin) -> str:
    say, share = said(), found.share
    if found.figure is Figure.DEVIATION and share is not None:
        return say.origin_points(share)
    return say.origin_percent(share)


def reporting_origin(plan: Portfolio) -> None:
    """The same for the count of agencies that have reported."""
    owing = [group for group in plan.by_agency if group.owing]
    without = reporting_count(plan.by_agency).without
    block("reporting_origin", groups=owing, without=without, inputs=plan.reports)
