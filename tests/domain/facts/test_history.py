"""The ledger of dates: every move in its order, the net of what was approved, the newest first."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from smartcity.domain.enums import ChangeKind, Verdict
from smartcity.domain.facts.change_requests import Slippage, promises, slippage
from smartcity.domain.facts.claims import Answer
from smartcity.domain.facts.history import Move, Proposal
from smartcity.domain.plan.programmes import Milestone
from tests.domain.cities import milestone, programme
from tests.domain.plans import step

JUNE, DAY = date(2026, 6, 30), timedelta(days=1)
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
YES, NO = (Answer(verdict, "Verifikator", AT) for verdict in (Verdict.VERIFIED, Verdict.RETURNED))


def move(number: int, of: int, old: date, new: date, answer: Answer | None = YES) -> Move:
    """Asked `number` days after the first of June."""
    return Move(number, of, old, new, "Lelang ulang", "Operator DLH", AT + number * DAY, answer)


def promised(number: int, now: date = JUNE) -> Milestone:
    return milestone(number, step(JUNE - 60 * DAY, now, first_due_on=JUNE))


@pytest.mark.parametrize(
    ("now", "moves", "net", "approved"),
    [
        (JUNE, [(JUNE, JUNE + DAY, None)], 0, 0),
        (JUNE, [(JUNE, JUNE + DAY, NO)], 0, 0),
        (JUNE + DAY, [(JUNE, JUNE + DAY, YES)], 1, 1),
        (JUNE + 9 * DAY, [(JUNE, JUNE + DAY, YES), (JUNE + DAY, JUNE + 9 * DAY, YES)], 9, 2),
        (JUNE + DAY, [(JUNE, JUNE + DAY, YES), (JUNE + DAY, JUNE + 9 * DAY, NO)], 1, 1),
        (JUNE - DAY, [(JUNE, JUNE - DAY, YES)], -1, 1),
        (JUNE, [(JUNE, JUNE + DAY, YES), (JUNE + DAY, JUNE, YES)], 0, 2),
    ],
    ids=["asked", "refused", "moved", "moved twice", "the second refused", "brought forward", "there and back"],
)
def test_the_net_is_of_what_was_approved(
    now: date, moves: list[tuple[date, date, Answer | None]], net: int, approved: int
) -> None:
    entries = [move(number, 1, *dates) for number, dates in enumerate(moves, 1)]
    listed = promises([(programme(1), promised(1, now))], reversed(entries))
    assert (listed[0].first_due_on, listed[0].due_on) == (JUNE, now)
    assert (listed[0].net_days, listed[0].approved) == (net, approved)
    assert listed[0].moves == tuple(entries)


def test_what_was_moved_last_comes_first_and_what_never_moved_is_left_out() -> None:
    mine = programme(1, promised(1), promised(2), promised(3))
    changes = [move(1, 1, JUNE, JUNE + DAY), move(2, 3, JUNE, JUNE + DAY), move(3, 99, JUNE, JUNE + DAY)]
    other = Proposal(4, 2, ChangeKind.CANCEL, None, "Tidak perlu", "Operator DLH", AT, None)
    listed = promises([(mine, m) for m in mine.milestones], [*changes, other])
    assert [promise.milestone.id for promise in listed] == [3, 1]


def test_the_mean_slip_counts_only_what_was_moved_with_approval() -> None:
    dates = (JUNE + 10 * DAY, JUNE + 5 * DAY, JUNE)
    mine = programme(1, *(promised(number, now) for number, now in enumerate(dates, 1)))
    changes = [move(n, n, JUNE, now, NO if now == JUNE else YES) for n, now in enumerate(dates, 1)]
    assert slippage(promises([(mine, m) for m in mine.milestones], changes)) == Slippage(2, Fraction(15, 2))
    assert slippage([]) == Slippage(0, None)
