"""What used a verified fact, in one sentence."""

from collections.abc import Sequence
from datetime import date

from smartcity.presentation.said import Said

MOST = 8


def used_by(say: Said, snapshots: Sequence[int], meetings: Sequence[tuple[str, date]]) -> str:
    """The newest first; says so where nothing did."""
    parts = []
    if snapshots:
        parts.append(say("uses.snapshots", numbers=_some(say, [str(number) for number in reversed(snapshots)])))
    if meetings:
        named = [f"{name} ({say.words.short_day(day)})" for name, day in reversed(meetings)]
        parts.append(say("uses.meetings", names=_some(say, named)))
    return say("uses.by", what="; ".join(parts)) if parts else say("uses.none")


def _some(say: Said, names: Sequence[str]) -> str:
    """A cap that says that it is one."""
    more = len(names) - MOST
    shown = ", ".join(names[:MOST])
    return say("uses.more", names=shown, count=more) if more > 0 else shown
