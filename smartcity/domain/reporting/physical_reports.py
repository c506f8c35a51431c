"""The physical percentage of a report: what is typed, its context, and what it must satisfy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from smartcity.domain import lengths
from smartcity.domain.facts.evidence import Attachment, proof_violations
from smartcity.domain.indicators.readings import typed_number
from smartcity.domain.plan.physical import WHOLE, PhysicalFacts, PhysicalPercent
from smartcity.domain.text import clean

PhysicalViolations = Iterator[tuple[str, str, dict[str, object]]]
LONGEST = lengths.NOTE


@dataclass(frozen=True, slots=True)
class PhysicalEntry:
    """The percentage as it was typed; blank reports nothing."""

    percent: str = ""
    note: str = ""
    proofs: tuple[Attachment, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """None for blank and for what is no number."""
        number = typed_number(self.percent)
        return None if number is None else Fraction(number)


NOTHING_REPORTED = PhysicalEntry()


@dataclass(frozen=True, slots=True)
class PhysicalContext:
    """A programme measured physically, in a report that tells how it stands at the end of `day`."""

    facts: PhysicalFacts
    day: date

    @property
    def latest(self) -> PhysicalPercent | None:
        return self.facts.latest_on(self.day)

    @property
    def verified(self) -> PhysicalPercent | None:
        """What was verified for that very day."""
        report = self.facts.verified_on(self.day)
        return report if report is not None and report.day == self.day else None

    def after(self, entry: PhysicalEntry) -> PhysicalFacts:
        """The facts with the entry in them, not verified."""
        if entry.value is None:
            return self.facts
        reports = [*self.facts.reported, PhysicalPercent(self.day, entry.value)]
        return replace(self.facts, reported=tuple(sorted(reports, key=lambda report: report.day)))


def settled_physical(given: PhysicalEntry) -> PhysicalEntry:
    """The same in clean words."""
    return replace(given, percent=clean(given.percent), note=clean(given.note))


def physical_violations(entry: PhysicalEntry, context: PhysicalContext | None) -> PhysicalViolations:
    """Of a settled entry: the field, the key and facts of the sentence."""
    if entry == NOTHING_REPORTED:
        return
    if context is None:
        yield "percent", "not_physical", {}
        return
    yield from _of_percent(entry)
    if len(entry.note) > LONGEST:
        yield "note", "too_long", {"length": len(entry.note), "most": LONGEST}
    yield from (("proofs", *violation) for violation in proof_violations(entry.proofs))
    why = asks_why_physical(entry, context)
    if why is not None and not entry.note:
        yield "note", why, {}


def _of_percent(entry: PhysicalEntry) -> PhysicalViolations:
    if not entry.percent:
        yield "percent", "percent_missing", {}
    elif entry.value is None:
        yield "percent", "unreadable", {}
    elif entry.value < 0:
        yield "percent", "percent_negative", {}


def asks_why_physical(entry: PhysicalEntry, context: PhysicalContext) -> str | None:
    """The reason that a percentage owes: why lower than before, why above 100, why another than the verified one."""
    if entry.value is None:
        return None
    if context.latest is not None and entry.value < context.latest.percent:
        return "why_lower"
    if entry.value > WHOLE:
        return "why_above"
    return "why_replaced" if context.verified is not None and entry.value != context.verified.percent else None
