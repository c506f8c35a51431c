"""Two people, one programme: what the other said meanwhile beside what was typed, and the two made one by choice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from smartcity.domain.physical_reports import NOTHING_REPORTED
from smartcity.domain.readings import Entry
from smartcity.domain.submission import REPORT_FIELDS, Spot, Step, Submission

STEP, READING, PHYSICAL = "step", "reading", "physical"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody else sent, by whom and when."""

    by: str
    at: datetime
    given: Submission


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which both said something, and not the same. A step or a reading is taken as a whole."""

    spot: Spot
    mine: object
    theirs: object


def together(told: Iterable[Told]) -> Submission:
    """What the others said, oldest first, as one: of each field the newest that says something."""
    found = Submission()
    for one in told:
        for name in REPORT_FIELDS:
            if (value := getattr(one.given, name)) not in (None, ""):
                found = found.having(Spot(name), value)
        for milestone, step in one.given.steps.items():
            found = found.with_step(milestone, step)
        for indicator, entry in one.given.readings.items():
            found = found.with_reading(indicator, entry)
        if one.given.physical != NOTHING_REPORTED:
            found = replace(found, physical=one.given.physical)
    return found


def typed(mine: Submission, begun: Submission) -> Submission:
    """What was really typed: fields that still say what the form began with are blank again."""
    found = mine
    for name in REPORT_FIELDS:
        if getattr(mine, name) == getattr(begun, name):
            found = found.having(Spot(name), getattr(Submission(), name))
    return found


def differences(mine: Submission, theirs: Submission) -> tuple[Difference, ...]:
    """In the order of the form."""
    steps = [
        Difference(Spot(STEP, milestone), step, theirs.steps[milestone])
        for milestone, step in mine.steps.items()
        if milestone in theirs.steps and step not in (Step(), theirs.steps[milestone])
    ]
    readings = [
        Difference(Spot(READING, None, indicator), entry, theirs.readings[indicator])
        for indicator, entry in mine.readings.items()
        if indicator in theirs.readings and entry not in (Entry(), theirs.readings[indicator])
    ]
    fields = [
        Difference(Spot(name), value, other)
        for name in REPORT_FIELDS
        if (value := getattr(mine, name)) not in (None, "")
        and (other := getattr(theirs, name)) not in (None, "", value)
    ]
    both = NOTHING_REPORTED not in (mine.physical, theirs.physical) and mine.physical != theirs.physical
    physical = [Difference(Spot(PHYSICAL, physical=True), mine.physical, theirs.physical)] if both else []
    return (*physical, *steps, *readings, *fields)


def reconciled(mine: Submission, theirs: Submission, theirs_win: Collection[Spot]) -> Submission:
    """What was typed, where it was chosen or where the others were silent; their steps and measures stand already."""
    found = mine
    for name in REPORT_FIELDS:
        other = getattr(theirs, name)
        if Spot(name) in theirs_win or (getattr(mine, name) in (None, "") and other not in (None, "")):
            found = found.having(Spot(name), other)
    for milestone, step in theirs.steps.items():
        if Spot(STEP, milestone) in theirs_win or mine.steps.get(milestone) in (Step(), step):
            found = found.without(milestone)
    for indicator, entry in theirs.readings.items():
        if Spot(READING, None, indicator) in theirs_win or mine.readings.get(indicator) in (Entry(), entry):
            found = found.without_reading(indicator)
    if Spot(PHYSICAL, physical=True) in theirs_win or mine.physical == theirs.physical:
        found = replace(found, physical=NOTHING_REPORTED)
    return found
