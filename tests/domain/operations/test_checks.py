"""What the checks find, and what they leave alone: each rule on both sides of its edge."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from smartcity.domain.enums import Health, Severity
from smartcity.domain.indicators.achievement import Goal
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.operations.checks import (
    Finding,
    Owner,
    Proof,
    backup_finding,
    chain_finding,
    database_finding,
    evidence_findings,
    owner_findings,
    plan_findings,
    usual_sum,
    worst_first,
)
from smartcity.domain.plan.programmes import Agency, Programme, SubDimension
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Check
from tests.counting import calls_of
from tests.domain.cities import DLH, GOVERNANCE, PUPR, SUB, milestone, portfolio, programme
from tests.domain.indicators.test_outcomes import card, outcome
from tests.domain.plans import TODAY, step

ENDED = Agency("OLD", "Dinas Lama", "Lama", TODAY - timedelta(days=1))
ALL = Progress(Fraction(1), Fraction(1), Fraction(1))
DAY = date(2026, 1, 1)


def weighing(number: int, *weights: int, cancelled: int = 0) -> Programme:
    """Milestones of these weights; `cancelled` is the weight of one more that does not count."""
    facts = [step(DAY, TODAY, weight) for weight in weights]
    facts += [step(DAY, TODAY, cancelled, cancelled_on=DAY)] if cancelled else []
    return programme(number, *(milestone(10 * number + place, fact) for place, fact in enumerate(facts)))


def subjects_of(plan: Portfolio, check: Check, *outcomes: Outcome) -> list[str]:
    return [row.code for f in plan_findings(plan, outcomes) if f.check is check for row in f.rows]


def test_programmes_without_milestones_or_with_an_ended_agency_are_named() -> None:
    orphan = programme(2, milestone(2), lead=ENDED)
    done = programme(3, milestone(3), lead=ENDED, progress=ALL, health=Health.DONE)
    plan = portfolio(programme(1), orphan, done)
    assert subjects_of(plan, Check.PROGRAMME_EMPTY) == ["P1"]
    assert subjects_of(plan, Check.PROGRAMME_ORPHANED) == ["P2"]


def test_sub_dimensions_nobody_works_on_are_named() -> None:
    other = SubDimension("GV.2", "Birokrasi", GOVERNANCE)
    plan = replace(portfolio(programme(1)), sub_dimensions=(SUB, other))
    assert subjects_of(plan, Check.SUB_DIMENSION_EMPTY) == ["GV.2"]


def test_indicators_without_programme_target_or_living_agency_are_named() -> None:
    plain = outcome((2026, 1, "4", "5"))
    good = replace(plain, card=replace(card(), code="GOOD", programmes=("P1",)))
    aimless = Outcome(replace(card(), code="AIMLESS", programmes=("P1",)), (), ())
    by_year = Outcome(replace(card(), code="YEAR", programmes=("P1",)), (), ((2026, Goal(value=Fraction(1))),))
    ended = replace(good, card=replace(good.card, code="ENDED", agency=ENDED))
    retired = replace(plain, card=replace(card(), code="RETIRED", retired_on=DAY))
    every = (plain, good, aimless, by_year, ended, retired)
    assert subjects_of(portfolio(), Check.INDICATOR_UNMOVED, *every) == ["IK-1"]
    assert subjects_of(portfolio(), Check.INDICATOR_AIMLESS, *every) == ["AIMLESS"]
    assert subjects_of(portfolio(), Check.INDICATOR_ORPHANED, *every) == ["ENDED"]
    assert subjects_of(portfolio(programme(1)), Check.INDICATOR_HOMELESS, *every) == ["ENDED"]
    assert subjects_of(portfolio(), Check.INDICATOR_HOMELESS, good, retired) == ["GOOD"]


@pytest.mark.parametrize(
    ("sums", "usual"),
    [
        ([], None),
        ([100], None),
        ([100, 100], None),
        ([100, 100, 90], 100),
        ([100, 100, 90, 80], None),
        ([100, 100, 100, 90], 100),
        ([1, 2, 3], None),
    ],
)
def test_a_plan_has_a_habit_when_most_of_its_sums_are_one(sums: list[int], usual: int | None) -> None:
    assert usual_sum([weighing(number, one) for number, one in enumerate(sums, 1)]) == usual


def test_each_sum_is_compared_once_however_many_there_are() -> None:
    programmes = [weighing(number, number) for number in range(1, 41)]
    assert calls_of(Fraction.__eq__, lambda: usual_sum(programmes)) <= len(programmes)


def test_a_sum_that_leaves_the_habit_is_named_and_cancelled_milestones_do_not_count() -> None:
    plan = portfolio(
        weighing(1, 60, 40), weighing(2, 50, 50), weighing(3, 99, 1), weighing(4, 50, 40), weighing(5, 100, cancelled=9)
    )
    assert subjects_of(plan, Check.WEIGHT_SUM) == ["P4"]


@pytest.mark.parametrize(
    ("weights", "is_heavy"), [((80, 10, 10), False), ((81, 10, 9), True), ((99, 1), False), ((1,), False), ((), False)]
)
def test_one_milestone_that_carries_almost_everything_is_named(weights: tuple[int, ...], *, is_heavy: bool) -> None:
    assert bool(subjects_of(portfolio(weighing(1, *weights)), Check.WEIGHT_HEAVY)) is is_heavy


@pytest.mark.parametrize(("weight", "is_far"), [("5", False), ("5.01", True), ("0.2", False), ("0.19", True)])
def test_a_programme_far_from_the_usual_weight_is_named(weight: str, *, is_far: bool) -> None:
    odd = programme(9, weight=Fraction(weight))
    plan = portfolio(*(programme(number) for number in (1, 2, 3)), odd)
    assert subjects_of(plan, Check.WEIGHT_FAR) == (["P9"] if is_far else [])


def test_agencies_that_cannot_sign_in_and_accounts_never_used_are_named() -> None:
    """DLH has an unused account; PUPR has none but has finished; the third leads and has none."""
    third = Agency("DISHUB", "Dinas Perhubungan", "Dishub")
    plan = portfolio(
        programme(1, lead=DLH),
        programme(2, lead=PUPR, progress=ALL, health=Health.DONE),
        programme(3, lead=third),
        programme(4, lead=ENDED),
    )
    owners = [Owner("dlh", "Kepala DLH", "DLH", was_in=False), Owner("dlh2", "Operator DLH", "DLH", was_in=True)]
    doorless, unused = owner_findings(plan, owners)
    assert ([row.code for row in doorless.rows], doorless.severity) == (["DISHUB"], Severity.WRONG)
    assert ([row.code for row in unused.rows], unused.severity) == (["dlh"], Severity.DOUBT)


def evidence(**altered: frozenset[str]) -> dict[Check, list[str]]:
    proofs = [Proof("a", "Foto", 3), Proof("b", "Berita acara", None), Proof("c", "Surat", 4), Proof("d", "Hilang", 1)]
    sizes = {"a": 3, "b": 9, "c": 5, "e": 1, "f": 2}
    findings = evidence_findings(proofs, sizes, drafted=frozenset({"f"}), **altered)
    return {finding.check: [row.code for row in finding.rows] for finding in findings}


def test_files_are_missing_altered_or_unknown() -> None:
    assert evidence() == {
        Check.EVIDENCE_MISSING: ["d"],
        Check.EVIDENCE_ALTERED: ["c"],
        Check.EVIDENCE_UNKNOWN: ["e"],
    }
    assert evidence(altered=frozenset({"b", "e"}))[Check.EVIDENCE_ALTERED] == ["b", "c"]


@pytest.mark.parametrize(
    ("days", "severity"),
    [
        (None, Severity.WRONG),
        (0, Severity.FINE),
        (1, Severity.FINE),
        (2, Severity.DOUBT),
        (7, Severity.DOUBT),
        (8, Severity.WRONG),
    ],
)
def test_a_backup_ages(days: int | None, severity: Severity) -> None:
    assert backup_finding(days).severity is severity


def test_a_broken_chain_and_an_unsafe_setting_are_wrong() -> None:
    assert chain_finding(None) == Finding(Check.CHAIN, Severity.FINE)
    assert chain_finding(7).rows[0].name == "#7"
    unsafe = database_finding(
        {"journal_mode": "delete", "synchronous": "2"}, {"journal_mode": "wal", "synchronous": "2"}
    )
    assert (unsafe.severity, [row.name for row in unsafe.rows]) == (Severity.WRONG, ["journal_mode"])


def test_the_worst_is_read_first() -> None:
    chain_findings = [chain_finding(None), backup_finding(3), chain_finding(2), backup_finding(None)]
    assert [(f.check, f.severity) for f in worst_first(chain_findings)] == [
        (Check.CHAIN, Severity.WRONG),
        (Check.BACKUP, Severity.WRONG),
        (Check.BACKUP, Severity.DOUBT),
        (Check.CHAIN, Severity.FINE),
    ]
