"""Computed figures as text: the number is rounded by the domain, said here once for every screen, chart and file."""

from decimal import Decimal

from smartcity.words.speech import Words


def deviation_text(words: Words, points: Decimal | None) -> str:
    """Points already rounded by the domain, in words: `terlambat 12,5 poin`, `sesuai rencana`."""
    if points is None:
        return words.say("health.not_due").lower()
    if points == 0:
        return words.say("deviation.as_planned")
    decimals = 0 if points == points.to_integral_value() else 1
    key = "deviation.ahead" if points > 0 else "deviation.behind"
    return words.say(key, points=words.number(abs(points), decimals))


def age_text(words: Words, seconds: float) -> str:
    """How long ago: `baru saja`, `5 menit lalu`, `2 jam lalu`, `3 hari lalu`."""
    for name, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size * (2 if name == "minutes" else 1):
            return words.say(f"age.{name}", n=words.number(int(seconds // size), 0))
    return words.say("age.now")
