"""Computed figures as text: the number is rounded by the domain, said here once for every screen, chart and file."""

from collections.abc import Mapping
from decimal import Decimal

from smartcity.words.speech import UNKNOWN, Words

SPELLED = 12


def count_text(words: Words, count: int) -> str:
    """Small counts as words, the rest as digits: `enam`, `1.204`."""
    return words.say(f"count.{count}") if 0 <= count <= SPELLED else words.number(count, 0)


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


def deviation_text(words: Words, points: Decimal | None) -> str:
    """Points already rounded by the domain, in words: `terlambat 12,5 poin`, `sesuai rencana`."""
    if points is None:
        return words.say("health.not_due").lower()
    if points == 0:
        return words.say("deviation.as_planned")
    decimals = 0 if points == points.to_integral_value() else 1
    key = "deviation.ahead" if points > 0 else "deviation.behind"
    return words.say(key, points=words.number(abs(points), decimals))


def signed_points(words: Words, points: Decimal) -> str:
    """Points already rounded, with their sign: `+1,5`, `−0,4`, `0`."""
    decimals = 0 if points == points.to_integral_value() else 1
    return f"{'+' if points > 0 else ''}{words.number(points, decimals)}"


def parts_text(words: Words, total: Decimal, parts: Mapping[str, Decimal]) -> str:
    """A difference in points and the parts of it that are not nothing, by name: `work`, `time`, `plan`, `rules`.

    `+1,8 poin: +0,4 dari pekerjaan, +1,4 karena rencana diubah`; `+1,8 poin, semuanya dari pekerjaan`; `0 poin`.
    """
    points = words.say("said.points", points=signed_points(words, total))
    if not parts:
        return points
    if len(parts) == 1:
        return words.say("changes.parts.one", points=points, part=words.say(f"changes.part.{next(iter(parts))}"))
    told = (f"{_part(words, number)} {words.say(f'changes.part.{name}')}" for name, number in parts.items())
    return words.say("changes.parts", points=points, parts=", ".join(told))


def _part(words: Words, points: Decimal) -> str:
    """What is not nothing is not told as 0."""
    return signed_points(words, points) if points else words.say("changes.part.tiny")


def short_parts_text(words: Words, parts: Mapping[str, Decimal]) -> str:
    """The parts alone, where there is little room: `+0,4 pekerjaan, +1,4 rencana`."""
    told = [f"{_part(words, number)} {words.say(f'changes.short.{name}')}" for name, number in parts.items()]
    return ", ".join(told) or words.say("said.points", points=signed_points(words, Decimal(0)))


def gap_text(words: Words, points: Decimal | None) -> str:
    """The gap between work and money in points already rounded: `uang mendahului fisik 12,5 poin`, `seimbang`."""
    if points is None:
        return UNKNOWN
    if points == 0:
        return words.say("gap.even")
    decimals = 0 if points == points.to_integral_value() else 1
    key = "gap.work_ahead" if points > 0 else "gap.money_ahead"
    return words.say(key, points=words.number(abs(points), decimals))


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


def physical_text(words: Words, percent: Decimal | None) -> str:
    """A physical percentage already rounded by the domain, with as many decimals as it has."""
    if percent is None:
        return UNKNOWN
    exponent = percent.normalize().as_tuple().exponent
    return words.percent(percent, max(0, -exponent) if isinstance(exponent, int) else 0)
