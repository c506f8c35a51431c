"""Two people, one programme: what differs is shown, what was chosen is kept, nothing typed is lost."""

from dataclasses import replace
from datetime import date

import pytest

from smartcity.domain.enums import Claim, OwnRating
from smartcity.domain.indicators.readings import Entry, Typed
from smartcity.domain.reporting.conflicts import (
    READING,
    STEP,
    OtherSubmission,
    combined,
    differences,
    reconciled,
    typed,
)
from smartcity.domain.reporting.submission import FieldRef, Step, Submission
from tests.plan import M1, M2, M3, NOON

HERS = Submission(
    own_rating=OwnRating.LATE,
    happened="Lokakarya",
    next_step="Lelang",
    steps={M1: Step(Claim.DONE, None, date(2026, 10, 31)), M2: Step(Claim.RUNNING, 70)},
)
MINE = Submission(
    happened="Rapat",
    obstacle="Hujan",
    next_step="Lelang",
    steps={M1: Step(Claim.RUNNING, 50), M2: Step(Claim.RUNNING, 70), M3: Step(Claim.RUNNING, 10)},
)


def test_only_what_both_said_otherwise_is_asked() -> None:
    assert [conflict.ref for conflict in differences(MINE, HERS)] == [FieldRef(STEP, M1), FieldRef("happened")]
    assert differences(MINE, MINE) == differences(MINE, Submission()) == differences(Submission(), HERS) == ()


@pytest.mark.parametrize(
    ("taken", "happened", "steps"),
    [
        (set(), "Rapat", {M1: MINE.steps[M1], M3: MINE.steps[M3]}),
        ({FieldRef("happened")}, "Lokakarya", {M1: MINE.steps[M1], M3: MINE.steps[M3]}),
        ({FieldRef(STEP, M1)}, "Rapat", {M3: MINE.steps[M3]}),
    ],
)
def test_mine_stays_where_nothing_else_was_chosen(taken: set[FieldRef], happened: str, steps: dict[int, Step]) -> None:
    """What both said alike is recorded already; where I was silent, hers stands."""
    merged = reconciled(MINE, HERS, taken)
    assert merged == replace(MINE, happened=happened, own_rating=OwnRating.LATE, steps=steps)


def test_of_several_reports_the_newest_words_count() -> None:
    later = Submission(happened="Sosialisasi", steps={M2: Step(Claim.RUNNING, 80)})
    theirs = combined([OtherSubmission("A", NOON, HERS), OtherSubmission("B", NOON, later)])
    assert theirs == replace(HERS, happened="Sosialisasi", steps={M1: HERS.steps[M1], M2: later.steps[M2]})
    assert combined([]) == Submission()


def test_what_the_form_began_with_was_not_typed() -> None:
    begun = Submission(own_rating=OwnRating.LATE, happened="Rapat", next_step="Lelang")
    mine = replace(MINE, own_rating=OwnRating.LATE)
    assert typed(mine, begun) == replace(MINE, own_rating=None, happened="", next_step="")
    assert typed(mine, Submission()) == mine


@pytest.mark.parametrize(
    ("mine", "theirs", "is_asked", "taken", "expected"),
    [
        ("60", "61", True, False, "60"),
        ("60", "61", True, True, None),
        ("60", "60", False, False, None),
        ("", "61", False, False, None),
        ("60", None, False, False, "60"),
    ],
    ids=["mine is chosen", "theirs is chosen", "both alike", "only they said it", "only I said it"],
)
def test_a_reading_is_taken_as_a_whole(
    mine: str, theirs: str | None, *, is_asked: bool, taken: bool, expected: str | None
) -> None:
    ours = Submission(readings={1: Entry(Typed(mine))})
    theirs_combined = combined(
        [OtherSubmission("A", NOON, Submission(readings={} if theirs is None else {1: Entry(Typed(theirs))}))]
    )
    ref = FieldRef(READING, None, 1)
    assert [conflict.ref for conflict in differences(ours, theirs_combined)] == ([ref] if is_asked else [])
    conflict = reconciled(ours, theirs_combined, {ref} if taken else set()).readings
    assert conflict == ({} if expected is None else {1: Entry(Typed(expected))})
