"""What a report must satisfy, on its edges; every objection at its field, all at once."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from smartcity.domain.enums import Claim, OwnRating
from smartcity.domain.facts.evidence import MOST_PROOFS, Attachment
from smartcity.domain.reporting.submission import FieldRef, Step, Submission, settled
from smartcity.domain.reporting.validation import LONGEST_NAME, LONGEST_NOTE, LONGEST_REASON, violations
from tests.domain.plans import done, running
from tests.domain.reports import DAY, LINK, STAGES, finished, report_context, submission_with
from tests.plan import JAKARTA, M1, M2, M3, M4, TODAY

LONG = "x" * (LONGEST_NOTE + 1)
FULL = "x" * LONGEST_NOTE
LATER = date(2027, 1, 31)


def violations_of(given: Submission, **changes: Any) -> list[tuple[str, int | None, str]]:
    context = report_context(**changes)
    return [(o.ref.name, o.ref.milestone, o.key) for o in violations(settled(given, context), context)]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (TODAY, None),
        (TODAY + DAY, "day_to_come"),
        (date(2026, 10, 27), None),
        (date(2026, 10, 26), None),
        (date(2026, 9, 30), "day_locked"),
        (date(2026, 1, 1), "day_locked"),
        (date(2025, 12, 31), "day_too_early"),
        (None, "day_missing"),
    ],
)
def test_done_needs_a_day_that_is_neither_to_come_nor_locked(day: date | None, key: str | None) -> None:
    assert violations_of(finished(M2, day)) == ([("achieved_on", M2, key)] if key else [])  # type: ignore[arg-type]


def test_an_exception_opens_the_days_of_its_period() -> None:
    assert violations_of(finished(M2, date(2026, 9, 30)), excepted=True) == []


def test_a_day_after_its_own_period_had_locked_is_open() -> None:
    after = datetime(2026, 12, 20, 9, tzinfo=JAKARTA)
    assert violations_of(finished(M2, date(2026, 12, 19)), at=after) == []
    assert violations_of(finished(M2, date(2026, 12, 10)), at=after) == [("achieved_on", M2, "day_locked")]


@pytest.mark.parametrize(
    ("given", "milestone", "missing"),
    [
        (finished(M2, proofs=()), {}, True),
        (finished(M2), {}, False),
        (finished(M2, proofs=()), {"has_evidence": True}, False),
        (finished(M2, proofs=()), {"needs_evidence": False}, False),
        (finished(M3, proofs=()), {}, False),
        (submission_with(M2, Claim.RUNNING, percent=70), {}, False),
    ],
)
def test_done_needs_evidence_where_it_is_asked_for(
    given: Submission, milestone: dict[str, Any], *, missing: bool
) -> None:
    assert violations_of(given, m2=milestone) == ([("proofs", M2, "proof_missing")] if missing else [])


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (submission_with(M1, Claim.RUNNING, percent=40, proofs=(LINK,)), "why_late"),
        (submission_with(M1, Claim.RUNNING, percent=90), "why_late"),
        (submission_with(M1, Claim.RUNNING, percent=90, note="hujan"), None),
        (submission_with(M1, percent=90, new_due_on=LATER, move_reason="hujan"), None),
        (finished(M1, date(2026, 10, 31)), None),
        (finished(M1, date(2026, 11, 1)), "why_done_late"),
        (finished(M1, date(2026, 11, 1), note="hujan"), None),
        (submission_with(M2, Claim.RUNNING, percent=59), "why_lower"),
        (submission_with(M2, Claim.RUNNING, percent=59, note="dihitung ulang"), None),
        (submission_with(M2, Claim.RUNNING, percent=61), None),
        (submission_with(M2, Claim.NOT_STARTED), "why_lower"),
        (submission_with(M3, Claim.RUNNING), None),
    ],
)
def test_late_lower_and_done_late_need_their_reason(given: Submission, key: str | None) -> None:
    milestone = next(iter(given.steps))
    assert violations_of(given) == ([("note", milestone, key)] if key else [])


def test_a_claim_stepped_back_is_lower_and_more_evidence_for_it_is_not_late() -> None:
    late = {"facts": replace(STAGES[M1].facts, latest=done(date(2026, 11, 10)))}
    assert violations_of(submission_with(M1, Claim.RUNNING, percent=99), m1=late) == [("note", M1, "why_lower")]
    assert violations_of(submission_with(M1, proofs=(LINK,)), m1=late) == []


@pytest.mark.parametrize(
    ("given", "milestone", "asked"),
    [
        (Submission(happened="rapat"), {}, True),
        (Submission(happened="rapat", obstacle="hujan"), {}, False),
        (submission_with(M1, Claim.RUNNING, note="hujan").having(FieldRef("obstacle"), ""), {}, False),
        (finished(M1, date(2026, 10, 31)).having(FieldRef("obstacle"), ""), {}, False),
        (submission_with(M1, new_due_on=LATER, move_reason="x").having(FieldRef("obstacle"), ""), {}, False),
        (Submission(happened="rapat"), {"awaits_move": True}, False),
        (Submission(happened="rapat"), {"facts": replace(STAGES[M1].facts, postponed=True)}, False),
        (Submission(happened="rapat"), {"facts": replace(STAGES[M1].facts, latest=done(TODAY))}, False),
    ],
)
def test_what_stays_late_unsaid_needs_an_obstacle(given: Submission, milestone: dict[str, Any], *, asked: bool) -> None:
    assert violations_of(given, m1=milestone) == ([("obstacle", None, "why_still_late")] if asked else [])


@pytest.mark.parametrize(
    ("day", "reason", "keys"),
    [
        (LATER, "hujan", []),
        (LATER, "", ["move_reason_missing"]),
        (LATER, "x" * LONGEST_REASON, []),
        (LATER, "x" * (LONGEST_REASON + 1), ["too_long"]),
        (None, "hujan", ["move_day_missing"]),
        (TODAY, "hujan", ["move_day_past"]),
        (TODAY + DAY, "hujan", []),
        (date(2026, 12, 31), "hujan", ["move_day_same"]),
    ],
)
def test_another_date_lies_ahead_and_has_its_reason(day: date | None, reason: str, keys: list[str]) -> None:
    assert [key for _, _, key in violations_of(submission_with(M2, new_due_on=day, move_reason=reason))] == keys


def test_a_date_is_not_asked_for_twice_nor_before_the_start() -> None:
    moved = submission_with(M2, new_due_on=LATER, move_reason="hujan")
    assert violations_of(moved, m2={"awaits_move": True}) == [("new_due_on", M2, "move_waits")]
    future = {"facts": replace(STAGES[M2].facts, starts_on=date(2027, 2, 1), latest=None)}
    assert violations_of(moved, m2=future) == [("new_due_on", M2, "move_day_before_start")]


@pytest.mark.parametrize("percent", [-1, 0, 100, 101])
def test_percent_goes_from_0_to_100(percent: int) -> None:
    expected = [] if 0 <= percent <= 100 else [("percent", M3, "percent")]
    assert violations_of(submission_with(M3, Claim.RUNNING, percent=percent)) == expected


@pytest.mark.parametrize("name", ["happened", "obstacle", "next_step", "help_needed"])
def test_notes_have_280_characters(name: str) -> None:
    base = Submission(happened="rapat", obstacle="hujan", help_needed="izin", help_from="Sekda")
    assert violations_of(base.having(FieldRef(name), FULL)) == []
    assert violations_of(base.having(FieldRef(name), LONG)) == [(name, None, "too_long")]
    assert violations_of(base.having(FieldRef("help_from"), "x" * (LONGEST_NAME + 1))) == [
        ("help_from", None, "too_long")
    ]


def test_help_says_what_and_from_whom() -> None:
    base = Submission(happened="rapat", obstacle="hujan")
    assert violations_of(replace(base, help_needed="izin")) == [("help_from", None, "help_from_missing")]
    assert violations_of(replace(base, help_from="Sekda")) == [("help_needed", None, "help_needed_missing")]
    assert violations_of(replace(base, help_needed="izin", help_from="Sekda")) == []


def test_an_empty_report_is_no_report() -> None:
    quiet = {"awaits_move": True}
    assert violations_of(Submission(own_rating=OwnRating.ON_TRACK), m1=quiet) == [("happened", None, "nothing_said")]
    assert violations_of(Submission(happened=" \x00 "), m1=quiet) == [("happened", None, "nothing_said")]
    assert violations_of(Submission(steps={M3: Step(Claim.RUNNING)}), m1=quiet) == []


@pytest.mark.parametrize("milestone", [M4, 99])
def test_what_is_verified_or_unknown_takes_no_update(milestone: int) -> None:
    assert violations_of(submission_with(milestone, Claim.RUNNING, percent=10)) == [("claim", milestone, "closed")]


def test_what_is_cancelled_takes_none_either() -> None:
    gone = {"facts": replace(STAGES[M2].facts, cancelled_on=TODAY)}
    assert violations_of(finished(M2), m2=gone) == [("claim", M2, "closed")]
    gone = {"facts": replace(STAGES[M2].facts, cancelled_on=TODAY + DAY)}
    assert violations_of(finished(M2), m2=gone) == []


def test_evidence_is_sound_and_not_endless() -> None:
    forged = Attachment("Foto", url="javascript:alert(1)")
    assert violations_of(finished(M2, proofs=(forged,))) == [("proofs", M2, "proof_unsound")]
    assert violations_of(finished(M2, proofs=(LINK,) * MOST_PROOFS)) == []
    assert violations_of(finished(M2, proofs=(LINK,) * (MOST_PROOFS + 1))) == [("proofs", M2, "proofs_too_many")]


def test_everything_is_said_at_once() -> None:
    given = Submission(
        happened=LONG,
        help_needed="izin",
        steps={M1: Step(Claim.RUNNING, 30), M2: Step(Claim.DONE), M3: Step(Claim.RUNNING, 101)},
    )
    assert violations_of(given, m1={"facts": replace(STAGES[M1].facts, latest=running(40))}) == [
        ("note", M1, "why_lower"),
        ("achieved_on", M2, "day_missing"),
        ("proofs", M2, "proof_missing"),
        ("percent", M3, "percent"),
        ("happened", None, "too_long"),
        ("help_from", None, "help_from_missing"),
    ]
