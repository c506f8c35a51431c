"""P21: an office that was handed over tells its holders apart by number and dates, without a name."""

from datetime import UTC, datetime

import pytest

from smartcity.domain.access.accounts import AccountTerm, Office, office_of

FIRST, SECOND, LATER = (datetime(2026, month, 3, 2, tzinfo=UTC) for month in (1, 10, 11))
TERMS = (
    AccountTerm("operator-dlh", "Operator DLH", FIRST, SECOND),
    AccountTerm("verifikator", "Verifikator", FIRST),
    AccountTerm("operator-dlh-2", "Operator DLH", SECOND),
)


@pytest.mark.parametrize(
    ("recorded_by", "at", "expected"),
    [
        ("operator-dlh", LATER, Office("Operator DLH", 1, None, SECOND)),
        ("operator-dlh-2", LATER, Office("Operator DLH", 2, SECOND, None)),
        ("Operator DLH", datetime(2026, 9, 1, tzinfo=UTC), Office("Operator DLH", 1, None, SECOND)),
        ("Operator DLH", LATER, Office("Operator DLH", 2, SECOND, None)),
        ("Operator DLH", datetime(2025, 1, 1, tzinfo=UTC), Office("Operator DLH")),
        ("verifikator", LATER, Office("Verifikator")),
        ("Operator PUPR", LATER, Office("Operator PUPR")),
    ],
)
def test_the_holder_of_an_office(recorded_by: str, at: datetime, expected: Office) -> None:
    assert office_of(recorded_by, at, TERMS) == expected
