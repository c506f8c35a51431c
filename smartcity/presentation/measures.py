"""What was measured and achieved, in words: values, targets, the quarters they cover, and what an achievement lacks."""

from fractions import Fraction

from smartcity.domain.achievements import Spent
from smartcity.domain.indicators import Achievement, Goal, Measured, Note, PeriodReading
from smartcity.domain.kinds import PeriodKind, Span
from smartcity.domain.periods import ROMAN, PeriodName
from smartcity.domain.rounding import legible
from smartcity.i18n.speech import UNKNOWN, Words

MOST_LACKING = 3


class Measures:
    """The part of `Said` that is about indicators."""

    __slots__ = ()
    words: Words

    def achieved(self, found: Achievement | None) -> str:
        """An achievement in per cent, one decimal, unlimited above."""
        return self.words.percent(None if found is None else found.percent)

    def mean(self, share: Fraction | None) -> str:
        """A mean of achievements, as they are printed."""
        return self.achieved(Achievement(share))

    def note(self, found: Achievement) -> str:
        """Why an achievement looks as it does, and what it lacks: `belum lengkap: TW I 2026`."""
        lacks = [self.lacking(found)] if not found.is_complete else []
        told = [self.words.label(found.note)] if found.note not in (None, Note.INCOMPLETE) else []
        return " · ".join(filter(None, [*told, *lacks]))

    def lacking(self, found: Achievement) -> str:
        names = sorted({*found.missing, *found.awaited})
        listed = ", ".join(self.period(name) for name in names[:MOST_LACKING])
        more = len(names) - MOST_LACKING
        if not names:
            return ""
        return self.words.say("indicator.lacking" if more <= 0 else "indicator.lacking_more", periods=listed, more=more)

    def spent(self, found: Spent | None) -> str:
        """`40 dari batas 64 (62,5%) terpakai`."""
        if found is None:
            return ""
        facts = {"value": self.value(found.value), "limit": self.value(found.limit)}
        return self.words.say("indicator.spent", **facts, share=self.achieved(Achievement(found.share)))

    def measured(self, found: Measured | PeriodReading | None) -> str:
        if found is None:
            return UNKNOWN
        if isinstance(found, PeriodReading) and found.is_not_applicable:
            return self.words.label(Note.NOT_APPLICABLE)
        if found.value is None and isinstance(found, PeriodReading) and found.numerator is not None:
            return f"{self.words.number(found.numerator)} ÷ {self.words.number(found.denominator)}"
        if found.value is None:
            return found.text or UNKNOWN
        return self.value(found.value)

    def goal(self, goal: Goal | None) -> str:
        if goal is None:
            return UNKNOWN
        if goal.lower is not None and goal.upper is not None:
            return f"{self.value(goal.lower)}–{self.value(goal.upper)}"
        return goal.text or self.value(goal.value)

    def value(self, value: Fraction | None) -> str:
        return self.words.number(None if value is None else legible(value))

    def covered(self, name: PeriodName, span: Span) -> str:
        """What a reading or a target covers: TW IV 2026, Semester II 2026, 2026."""
        if span is Span.QUARTER:
            return self.period(name)
        return (
            str(name.year)
            if span is Span.YEAR
            else self.words.say("said.half", number=ROMAN[name.number // 2 - 1], year=name.year)
        )

    def period(self, name: PeriodName | None) -> str:
        """TW IV 2026, or Nov 2026."""
        if name is None:
            return UNKNOWN
        if name.kind is PeriodKind.MONTH:
            return self.words.month(name.starts_on)
        return self.words.say("said.quarter", number=ROMAN[name.number - 1], year=name.year)
