"""Computed figures as text: the number is rounded by the domain, said here once for every screen, chart and file."""

from decimal import Decimal

from smartcity.words.speech import UNKNOWN, Words


def deviation_text(words: Words, points: Decimal | None) -> str:
    """Points already rounded by the domain, in words: `terlambat 12,5 poin`, `sesuai rencana`."""
    if points is None:
        return words.say("health.not_due").lower()
    if points == 0:
        return words.say("deviation.as_planned")
    decimals = 0 if points == points.to_integral_value() else 1
    key = "deviation.ahead" if points > 0 else "deviation.behind"
    return words.say(key, points=words.number(abs(points), decimals))


def gap_text(words: Words, points: Decimal | None) -> str:
    """The gap between work and money in points already rounded: `uang mendahului fisik 12,5 poin`, `seimbang`."""
    if points is None:
        return UNKNOWN
    if points == 0:
        return words.say("gap.even")
    decimals = 0 if points == points.to_integral_value() else 1
    key = "gap.work_ahead" if points > 0 else "gap.money_ahead"
    return words.say(key, points=words.number(abs(points), decimals))


def ages_text(words: Words, youngest: int | None, oldest: int | None, what: str = "data") -> str:
    """How old the facts of a figure are, in days: `data termuda 2 hari, tertua 41 hari`; `what` may be `promises`."""
    if youngest is None:
        return words.say("ages.none")
    named = words.say(f"ages.{what}")
    if youngest == oldest:
        return words.say("ages.one", what=named, age=days_text(words, youngest))
    return words.say("ages.span", what=named, youngest=days_text(words, youngest), oldest=days_text(words, oldest))


def short_ages_text(words: Words, youngest: int | None, oldest: int | None) -> str:
    """The same where there is little room: `data 2–41 hari`."""
    if youngest is None or youngest == oldest:
        return ages_text(words, youngest, oldest)
    return words.say("ages.short", youngest=words.number(youngest, 0), oldest=words.number(oldest, 0))


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
