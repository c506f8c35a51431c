"""A submission, settled: what belongs to the claim stays, what says nothing falls away."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from smartcity.domain.enums import Claim, OwnRating
from smartcity.domain.reporting.submission import FieldRef, Step, Submission, settled
from tests.domain.plans import done
from tests.domain.reports import LINK, STAGES, report_context, submission_with
from tests.plan import M1, M2, M3, TODAY

DUE = date(2027, 1, 31)


def settle(milestone: int, step: Step, **stages: Any) -> Step | None:
    return settled(Submission(steps={milestone: step}), report_context(**stages)).steps.get(milestone)


@pytest.mark.parametrize(
    ("milestone", "given", "expected"),
    [
        (M2, Step(), None),
        (M2, Step(Claim.RUNNING), None),
        (M2, Step(Claim.RUNNING, percent=60), None),
        (M3, Step(Claim.NOT_STARTED), None),
        (M2, Step(percent=70), Step(Claim.RUNNING, 70)),
        (M2, Step(note=" rapat\x00 "), Step(Claim.RUNNING, 60, note="rapat")),
        (M3, Step(note="menunggu"), Step(Claim.NOT_STARTED, note="menunggu")),
        (M2, Step(proofs=(LINK,)), Step(Claim.RUNNING, 60, proofs=(LINK,))),
        (M2, Step(Claim.NOT_STARTED, percent=60), Step(Claim.NOT_STARTED)),
        (M2, Step(Claim.DONE, 60, TODAY), Step(Claim.DONE, None, TODAY)),
        (M2, Step(Claim.RUNNING, 70, TODAY), Step(Claim.RUNNING, 70)),
        (M2, Step(new_due_on=DUE, move_reason="x"), Step(new_due_on=DUE, move_reason="x")),
        (M2, Step(Claim.DONE, None, TODAY, new_due_on=DUE, move_reason="x"), Step(Claim.DONE, None, TODAY)),
        (M3, Step(Claim.RUNNING), Step(Claim.RUNNING)),
    ],
)
def test_a_step_keeps_what_belongs_to_its_claim(milestone: int, given: Step, expected: Step | None) -> None:
    assert settle(milestone, given) == expected


def test_more_evidence_for_a_claim_that_waits_repeats_its_day() -> None:
    waits = {"facts": replace(STAGES[M1].facts, latest=done(date(2026, 10, 30)))}
    assert settle(M1, Step(proofs=(LINK,)), m1=waits) == Step(Claim.DONE, None, date(2026, 10, 30), proofs=(LINK,))
    assert settle(M1, Step(Claim.DONE), m1=waits) is None


def test_an_obstacle_names_its_milestone_only_while_it_is_told() -> None:
    submission = Submission(obstacle=" listrik ", obstacle_milestone=M2)
    assert settled(submission, report_context()).obstacle_milestone == M2
    assert settled(submission.having(FieldRef("obstacle"), " "), report_context()).obstacle_milestone is None
    assert settled(submission.having(FieldRef("obstacle_milestone"), 99), report_context()).obstacle_milestone is None


def test_one_field_changes_and_the_others_stay() -> None:
    before = submission_with(M2, Claim.RUNNING, percent=70)
    after = before.having(FieldRef("note", M2), "rapat").having(FieldRef("own_rating"), OwnRating.LATE)
    assert after.steps[M2] == Step(Claim.RUNNING, 70, note="rapat")
    assert (after.at(FieldRef("percent", M2)), after.at(FieldRef("own_rating")), after.at(FieldRef("note", M3))) == (
        70,
        OwnRating.LATE,
        "",
    )
    assert before.steps[M2].note == ""
    assert after.without(M2).steps == {}
