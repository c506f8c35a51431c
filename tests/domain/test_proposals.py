"""What may be asked of a milestone, on its edges."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smartcity.domain.kinds import ChangeKind
from smartcity.domain.proposals import Asked, objection
from tests.domain.plans import TODAY, done, step

START, DUE = date(2026, 12, 1), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("asked", "facts", "key"),
    [
        (Asked(due_on=date(2026, 12, 21)), {}, None),
        (Asked(due_on=START), {}, None),
        (Asked(due_on=date(2026, 11, 30)), {}, "day_before_start"),
        (Asked(due_on=DUE), {}, "day_same"),
        (Asked(due_on=TODAY), {}, "day_past"),
        (Asked(due_on=date(2027, 1, 1)), {"verified": done(TODAY)}, "done"),
        (Asked(due_on=date(2027, 1, 1)), {"latest": done(TODAY)}, None),
        (Asked(due_on=date(2027, 1, 1)), {"cancelled_on": TODAY}, "cancelled"),
        (Asked(kind=ChangeKind.WEIGHT, weight=Decimal("0.0001")), {}, None),
        (Asked(kind=ChangeKind.WEIGHT, weight=Decimal("0.00001")), {}, "weight"),
        (Asked(kind=ChangeKind.WEIGHT, weight=Decimal(0)), {}, "weight"),
        (Asked(kind=ChangeKind.WEIGHT, weight=Decimal(1_000_000)), {}, "weight"),
        (Asked(kind=ChangeKind.WEIGHT, weight=Decimal("NaN")), {}, "weight"),
        (Asked(kind=ChangeKind.WEIGHT), {}, "weight"),
        (Asked(kind=ChangeKind.WEIGHT, weight=Decimal("1.00")), {}, "weight_same"),
        (Asked(kind=ChangeKind.CANCEL), {}, None),
        (Asked(kind=ChangeKind.CANCEL), {"cancelled_on": TODAY}, "cancelled"),
        (Asked(kind=ChangeKind.CANCEL), {"verified": done(TODAY)}, "done"),
        (Asked(kind=ChangeKind.POSTPONE), {}, None),
        (Asked(kind=ChangeKind.POSTPONE), {"postponed": True}, "postponed"),
        (Asked(kind=ChangeKind.RESUME), {"postponed": True}, None),
        (Asked(kind=ChangeKind.RESUME), {}, "not_postponed"),
    ],
)
def test_what_may_be_asked_today(asked: Asked, facts: dict[str, Any], key: str | None) -> None:
    found = objection(asked, step(START, DUE, **facts), TODAY)
    assert (found[0] if found else None) == key
