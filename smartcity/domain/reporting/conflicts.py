"""Two reports of one programme at once: what the other sent beside what was typed, merged field by field as chosen."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from smartcity.domain.indicators.readings import Entry
from smartcity.domain.reporting.physical_reports import NOTHING_REPORTED
from smartcity.domain.reporting.submission import REPORT_FIELDS, FieldRef, Step, Submission

STEP, READING, PHYSICAL = "step", "reading", "physical"


@dataclass(frozen=True, slots=True)
class OtherSubmission:
    """What somebody else sent, by whom and when."""

    by: str
    at: datetime
    given: Submission


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which both said something, and not the same. A step or a reading is taken as a whole."""

    ref: FieldRef
    mine: object
    theirs: object


def combined(submissions: Iterable[OtherSubmission]) -> Submission:
    """What the others said, oldest first, as one: of each field the newest that says something."""
    result = Submission()
    for one in submissions:
        for name in REPORT_FIELDS:
            if (value := getattr(one.given, name)) not in (None, ""):
                result = result.having(FieldRef(name), value)
        for milestone, step in one.given.steps.items():
            result = result.with_step(milestone, step)
        for indicator, entry in one.given.readings.items():
            result = result.with_reading(indicator, entry)
        if one.given.physical != NOTHING_REPORTED:
            result = replace(result, physical=one.given.physical)
    return result


def typed(mine: Submission, begun: Submission) -> Submission:
    """What was really typed: fields that still say what the form began with are blank again."""
    result = mine
    for name in REPORT_FIELDS:
        if getattr(mine, name) == getattr(begun, name):
            result = result.having(FieldRef(name), getattr(Submission(), name))
    return result


def differences(mine: Submission, theirs: Submission) -> tuple[Difference, ...]:
    """In the order of the form."""
    steps = [
        Difference(FieldRef(STEP, milestone), step, theirs.steps[milestone])
        for milestone, step in mine.steps.items()
        if milestone in theirs.steps and step not in (Step(), theirs.steps[milestone])
    ]
    readings = [
        Difference(FieldRef(READING, None, indicator), entry, theirs.readings[indicator])
        for indicator, entry in mine.readings.items()
        if indicator in theirs.readings and entry not in (Entry(), theirs.readings[indicator])
    ]
    fields = [
        Difference(FieldRef(name), value, other)
        for name in REPORT_FIELDS
        if (value := getattr(mine, name)) not in (None, "")
        and (other := getattr(theirs, name)) not in (None, "", value)
    ]
    both = NOTHING_REPORTED not in (mine.physical, theirs.physical) and mine.physical != theirs.physical
    physical = [Difference(FieldRef(PHYSICAL, physical=True), mine.physical, theirs.physical)] if both else []
    return (*physical, *steps, *readings, *fields)


def reconciled(mine: Submission, theirs: Submission, theirs_win: Collection[FieldRef]) -> Submission:
    """What was typed, where it was chosen or where the others were silent; their steps and measures stand already."""
    result = mine
    for name in REPORT_FIELDS:
        other = getattr(theirs, name)
        if FieldRef(name) in theirs_win or (getattr(mine, name) in (None, "") and other not in (None, "")):
            result = result.having(FieldRef(name), other)
    for milestone, step in theirs.steps.items():
        if FieldRef(STEP, milestone) in theirs_win or mine.steps.get(milestone) in (Step(), step):
            result = result.without(milestone)
    for indicator, entry in theirs.readings.items():
        if FieldRef(READING, None, indicator) in theirs_win or mine.readings.get(indicator) in (Entry(), entry):
            result = result.without_reading(indicator)
    if FieldRef(PHYSICAL, physical=True) in theirs_win or mine.physical == theirs.physical:
        result = replace(result, physical=NOTHING_REPORTED)
    return result
