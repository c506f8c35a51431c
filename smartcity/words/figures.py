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
