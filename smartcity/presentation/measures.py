"""What was measured and achieved, in words; how a number field reads, and what it understood."""

from decimal import Decimal
from fractions import Fraction

from smartcity.domain.calendar import ROMAN, PeriodName
from smartcity.domain.enums import Note, PeriodKind, Span
from smartcity.domain.indicators.achievement import Achievement, Goal, Measured, PeriodReading
from smartcity.domain.indicators.achievements import Spent
from smartcity.domain.indicators.readings import TypedNumber, read_number, spelled
from smartcity.domain.rounding import legible
from smartcity.i18n.words import UNKNOWN, Words

MOST_LACKING = 3


class IndicatorFormatter:
    """The part of `Said` that is about indicators."""

    __slots__ = ()
    words: Words

    def achieved(self, achievement: Achievement | None) -> str:
        """An achievement in per cent, one decimal, unlimited above."""
        return self.words.percent(None if achievement is None else achievement.percent)

    def mean(self, share: Fraction | None) -> str:
        """A mean of achievements, as they are printed."""
        return self.achieved(Achievement(share))

    def note(self, achievement: Achievement) -> str:
        """Why an achievement looks as it does, and what it lacks: `belum lengkap: TW I 2026`."""
        lacks = [self.lacking(achievement)] if not achievement.is_complete else []
        notes = [self.words.label(achievement.note)] if achievement.note not in (None, Note.INCOMPLETE) else []
        return " · ".join(filter(None, [*notes, *lacks]))

    def lacking(self, achievement: Achievement) -> str:
        names = sorted({*achievement.missing, *achievement.awaited})
        listed = ", ".join(self.period(name) for name in names[:MOST_LACKING])
        more = len(names) - MOST_LACKING
        if not names:
            return ""
        return self.words.say("indicator.lacking" if more <= 0 else "indicator.lacking_more", periods=listed, more=more)

    def spent(self, spending: Spent | None) -> str:
        """`40 dari batas 64 (62,5%) terpakai`."""
        if spending is None:
            return ""
        facts = {"value": self.value(spending.value), "limit": self.value(spending.limit)}
        return self.words.say("indicator.spent", **facts, share=self.achieved(Achievement(spending.share)))

    def measured(self, measurement: Measured | PeriodReading | None) -> str:
        if measurement is None:
            return UNKNOWN
        if isinstance(measurement, PeriodReading) and measurement.is_not_applicable:
            return self.words.label(Note.NOT_APPLICABLE)
        if measurement.value is None and isinstance(measurement, PeriodReading) and measurement.numerator is not None:
            return f"{self.words.number(measurement.numerator)} ÷ {self.words.number(measurement.denominator)}"
        if measurement.value is None:
            return measurement.text or UNKNOWN
        return self.value(measurement.value)

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


_SIZES = ((10**12, "trillions"), (10**9, "billions"), (10**6, "millions"), (10**3, "thousands"))


def number_echo(words: Words, text: str) -> str:
    """One sentence; while nothing is typed, how it is written."""
    typed = read_number(text)
    if not typed.text:
        return words.say("number.hint")
    if typed.value is None:
        return words.say("number.unreadable")
    read = sized(words, typed.value)
    if typed.other is None or not is_ambiguous(words, typed):
        return words.say("number.read", value=read)
    return words.say("number.read_not", value=read, other=sized(words, typed.other), write=spelled(typed.other))


def is_ambiguous(words: Words, typed: TypedNumber) -> bool:
    """Whether who typed it may mean the other number: always on an English screen, else where a comma stands."""
    return typed.other is not None and (words.language != "id" or "," in typed.text)


def sized(words: Words, value: Decimal) -> str:
    """With the word of its size, so that no mark decides what it says: `1.234 (ribuan)`."""
    size = next((word for least, word in _SIZES if abs(value) >= least), None)
    shown = words.number(value)
    return shown if size is None else f"{shown} ({words.say(f'number.{size}')})"
