"""Which entries make an answer untrue: by the tables it was read from, and the last instant it may know of."""

from datetime import UTC, datetime, timedelta

import pytest

from smartcity.domain.kept_answers import Basis, WrittenRows, outdating

END = datetime(2026, 7, 5, 16, 59, 59, 999999, UTC)
LATER = END + timedelta(microseconds=1)
READ = frozenset({"milestone", "milestone_update", "batch"})


def entry(*tables: str, at: datetime = LATER, is_too_large: bool = False, withdraws: bool = False) -> WrittenRows:
    rows = None if is_too_large else {table: frozenset({1}) for table in tables}
    return WrittenRows(2, "seal", at, rows, withdraws)


NOW, THEN, PEOPLE = (
    Basis(READ, is_unsealed=False),
    Basis(READ, is_unsealed=False, until=END),
    Basis(READ | {"account"}, is_unsealed=True),
)


@pytest.mark.parametrize(
    ("basis", "later", "is_untrue"),
    [
        (NOW, entry("milestone_update"), True),
        (NOW, entry("meeting"), False),
        (NOW, entry(), False),
        (NOW, entry("batch"), True),
        (NOW, entry(is_too_large=True), True),
        (PEOPLE, entry(), True),
        (THEN, entry("milestone_update", at=END), True),
        (THEN, entry("milestone_update"), False),
        (THEN, entry("milestone_update", "batch"), True),
        (THEN, entry("meeting", "batch"), False),
        (THEN, entry("batch", withdraws=True), True),
        (THEN, entry(is_too_large=True), True),
    ],
)
def test_an_answer_holds_until_an_entry_writes_what_it_knows_of(
    basis: Basis, later: WrittenRows, *, is_untrue: bool
) -> None:
    assert outdating([later], basis) == ((later,) if is_untrue else ())
