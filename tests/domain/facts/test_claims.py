"""Which word a verifier may answer, and what goes back with it."""

from datetime import UTC, datetime

import pytest

from smartcity.domain.enums import Verdict
from smartcity.domain.facts.claims import Answer, ReviewItem, answered_with, awaiting_answer, is_superseded

AT = datetime(2026, 11, 24, 5, tzinfo=UTC)
YES, NO = (Answer(verdict, "Verifikator", AT) for verdict in (Verdict.VERIFIED, Verdict.RETURNED))


def series(*letters: str) -> list[ReviewItem]:
    """`d` done and unanswered, `v` verified, `b` sent back, `r` running; oldest first."""
    answers = {"v": YES, "b": NO}
    return [ReviewItem(number, mark != "r", answers.get(mark)) for number, mark in enumerate(letters)]


@pytest.mark.parametrize(
    ("letters", "number"),
    [("", None), ("d", 0), ("r", None), ("v", None), ("b", None), ("dd", 1), ("dr", None), ("db", None), ("rvbd", 3)],
)
def test_only_the_newest_unanswered_claim_waits(letters: str, number: int | None) -> None:
    awaiting = awaiting_answer(series(*letters))
    assert (awaiting.id if awaiting else None) == number


@pytest.mark.parametrize(
    ("letters", "number", "superseded"),
    [("d", 0, False), ("dd", 0, True), ("dr", 0, True), ("db", 0, False), ("vb", 0, False), ("vbd", 0, True)],
)
def test_what_was_returned_replaces_nothing(letters: str, number: int, *, superseded: bool) -> None:
    claims_sent = series(*letters)
    assert is_superseded(claims_sent, claims_sent[number]) is superseded


@pytest.mark.parametrize(("letters", "swept"), [("d", ()), ("dd", (0,)), ("ddd", (0, 1)), ("vrbd", ()), ("rdvd", (1,))])
def test_earlier_unanswered_claims_go_back_with_the_newest(letters: str, swept: tuple[int, ...]) -> None:
    claims_sent = series(*letters)
    assert tuple(one.id for one in answered_with(claims_sent, claims_sent[-1])) == swept
