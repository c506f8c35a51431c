"""What may be asked of a milestone, on its edges."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smartcity.domain.enums import ChangeKind
from smartcity.domain.facts.change_requests import ChangeRequest, request_violation
from tests.domain.plans import TODAY, done, step

START, DUE = date(2026, 12, 1), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("asked", "facts", "key"),
    [
        (ChangeRequest(due_on=date(2026, 12, 21)), {}, None),
        (ChangeRequest(due_on=START), {}, None),
        (ChangeRequest(due_on=date(2026, 11, 30)), {}, "day_before_start"),
        (ChangeRequest(due_on=DUE), {}, "day_same"),
        (ChangeRequest(due_on=TODAY), {}, "day_past"),
        (ChangeRequest(due_on=date(2027, 1, 1)), {"verified": done(TODAY)}, "done"),
        (ChangeRequest(due_on=date(2027, 1, 1)), {"latest": done(TODAY)}, None),
        (ChangeRequest(due_on=date(2027, 1, 1)), {"cancelled_on": TODAY}, "cancelled"),
        (ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal("0.0001")), {}, None),
        (ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal("0.00001")), {}, "weight"),
        (ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal(0)), {}, "weight"),
        (ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal(1_000_000)), {}, "weight"),
        (ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal("NaN")), {}, "weight"),
        (ChangeRequest(kind=ChangeKind.WEIGHT), {}, "weight"),
        (ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal("1.00")), {}, "weight_same"),
        (ChangeRequest(kind=ChangeKind.CANCEL), {}, None),
        (ChangeRequest(kind=ChangeKind.CANCEL), {"cancelled_on": TODAY}, "cancelled"),
        (ChangeRequest(kind=ChangeKind.CANCEL), {"verified": done(TODAY)}, "done"),
        (ChangeRequest(kind=ChangeKind.POSTPONE), {}, None),
        (ChangeRequest(kind=ChangeKind.POSTPONE), {"postponed": True}, "postponed"),
        (ChangeRequest(kind=ChangeKind.RESUME), {"postponed": True}, None),
        (ChangeRequest(kind=ChangeKind.RESUME), {}, "not_postponed"),
    ],
)
def test_what_may_be_asked_today(asked: ChangeRequest, facts: dict[str, Any], key: str | None) -> None:
    result = request_violation(asked, step(START, DUE, **facts), TODAY)
    assert (result[0] if result else None) == key
