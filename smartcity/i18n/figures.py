"""Computed figures as text: rounded by `domain.rounding`, worded here once for every screen, chart and file."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from smartcity.i18n.catalog import CountText
from smartcity.i18n.words import UNKNOWN, Words

SPELLED = 12


class Points(Protocol):
    """A difference in points as the domain shows it; `sign` is that of the exact one."""

    @property
    def rounded(self) -> Decimal: ...
    @property
    def sign(self) -> int: ...
    @property
    def step(self) -> Decimal: ...
    @property
    def is_less_than_a_step(self) -> bool: ...


def count_text(words: Words, count: int) -> str:
    """Small counts as words, the rest as digits: `enam`, `1.204`."""
    return CountText.of(words.say(f"count.{count}"), count) if 0 <= count <= SPELLED else words.number(count, 0)


def and_without(words: Words, sentence: str, empty: int) -> str:
    """A sentence with how many have no milestones: they are in none of its counts."""
    if not empty:
        return sentence
    return f"{sentence.removesuffix('.')}; {words.say('headline.without', count=count_text(words, empty))}."


def ratio_text(words: Words, verified: Decimal | None, planned: Decimal | None) -> str:
    """What decides a health, in per cent already rounded: `36% dari seharusnya 55%`."""
    if verified is None or planned is None:
        return UNKNOWN
    key = "ratio" if planned else "ratio.not_due"
    return words.say(key, verified=words.percent(verified), due=due_text(words, planned))


def due_text(words: Words, planned: Decimal | None) -> str:
    """`dari seharusnya 55%`; while nothing is due: `belum jatuh tempo`."""
    if planned is None:
        return UNKNOWN
    if not planned:
        return words.say("health.not_due").lower()
    return words.say("ratio.due", planned=words.percent(planned))


def deviation_text(words: Words, points: Points | None) -> str:
    """In words: `terlambat 12,5 poin`, `lebih cepat kurang dari 1 poin`, `sesuai rencana`; None is not due yet."""
    if points is None:
        return words.say("health.not_due").lower()
    if not points.sign:
        return words.say("deviation.as_planned")
    key = "deviation.ahead" if points.sign > 0 else "deviation.behind"
    return words.say(key, points=amount_text(words, points))


def amount_text(words: Words, points: Points) -> str:
    """A difference without its sign: `12,5`, `3,0`; what is not nothing but would be shown as it: `kurang dari 1`."""
    if points.is_less_than_a_step:
        return CountText.of(words.say("points.less_than", step=words.rounded(points.step)), points.step)
    return words.rounded(abs(points.rounded))


def short_amount_text(words: Words, points: Points) -> str:
    """The same where there is little room: `12`, `<1`."""
    if points.is_less_than_a_step:
        return f"<{words.rounded(points.step)}"
    return words.rounded(abs(points.rounded))


def signed_points(words: Words, points: Points) -> str:
    """With its sign: `+1,5`, `−3,0`, `0`; `kurang dari 0,1` where the sign would stand before a 0."""
    if not points.sign and not points.rounded:
        return words.number(0, 0)
    if points.is_less_than_a_step:
        return amount_text(words, points)
    return f"{'+' if points.rounded > 0 else ''}{words.rounded(points.rounded)}"


def parts_text(words: Words, total: Points, parts: Mapping[str, Points]) -> str:
    """A difference in points and the parts of it that are not nothing, by name: `work`, `time`, `plan`, `rules`.

    `+1,8 poin: +0,4 dari pekerjaan, +1,4 karena rencana diubah`; `+1,8 poin, semuanya dari pekerjaan`; `0 poin`.
    """
    points = words.say("said.points", points=signed_points(words, total))
    if not parts:
        return points
    if len(parts) == 1:
        return words.say("changes.parts.one", points=points, part=words.say(f"changes.part.{next(iter(parts))}"))
    phrases = (f"{signed_points(words, part)} {words.say(f'changes.part.{name}')}" for name, part in parts.items())
    return words.say("changes.parts", points=points, parts=", ".join(phrases))


def short_parts_text(words: Words, parts: Mapping[str, Points]) -> str:
    """The parts alone, where there is little room: `+0,4 pekerjaan, +1,4 rencana`."""
    phrases = [f"{signed_points(words, part)} {words.say(f'changes.short.{name}')}" for name, part in parts.items()]
    return ", ".join(phrases) or words.say("said.points", points=words.number(0, 0))


def gap_text(words: Words, points: Points | None) -> str:
    """The gap between work and money: `uang mendahului fisik 12,5 poin`, `seimbang`."""
    if points is None:
        return UNKNOWN
    if not points.sign:
        return words.say("gap.even")
    key = "gap.work_ahead" if points.sign > 0 else "gap.money_ahead"
    return words.say(key, points=amount_text(words, points))


def with_unit(value: str, unit: str) -> str:
    """`83 hari`; a per cent sign stands close: `56,98%`."""
    return f"{value}{unit}" if unit.startswith("%") else f"{value} {unit}".rstrip()


def silent_text(words: Words, days: int | None) -> str:
    """One thing past its cadence: `tanpa kabar 143 hari`; nothing within it."""
    return "" if days is None else words.say("silence.one", days=words.number(days, 0))


def silence_text(words: Words, count: int, longest: int, what: str = "programmes") -> str:
    """Of a group: `3 program tanpa kabar, terlama 143 hari`; nothing where all were heard of in time."""
    if not count:
        return ""
    key = f"silence.{what}.one" if count == 1 else f"silence.{what}"
    return words.say(key, count=words.number(count, 0), days=words.number(longest, 0))


def overdue_text(words: Words, count: int, days: int) -> str:
    """Milestones past their due date: `satu tahapan lewat 30 hari`, `3 tahapan lewat, terlama 30 hari`."""
    key = "overdue.one" if count == 1 else "overdue.many"
    return words.say(key, count=words.number(count, 0), days=words.number(days, 0))


def days_text(words: Words, days: int | None) -> str:
    """An age in days: `hari ini`, `41 hari`."""
    if days is None:
        return UNKNOWN
    return words.say("ages.days", days=words.number(days, 0)) if days > 0 else words.say("said.today")


def age_text(words: Words, seconds: float) -> str:
    """How long ago: `baru saja`, `5 menit lalu`, `2 jam lalu`, `3 hari lalu`."""
    for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size * (2 if name == "minutes" else 1):
            return words.say(f"age.{name}", n=words.number(int(seconds // size), 0))
    return words.say("age.now")
