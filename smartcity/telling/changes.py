"""What changed, in one sentence and in counts."""

from smartcity.domain.changes import Changes, Turn
from smartcity.telling.said import Said

_COUNTED = (Turn.FINISHED, Turn.SLIPPED, Turn.ADDED, Turn.CANCELLED, Turn.RETURNED)


def counts(say: Said, found: Changes) -> tuple[tuple[str, int], ...]:
    """Label and number of each kind of change, what needs a word from somebody last."""
    turns = tuple((say.words.label(turn), len(found.turned(turn))) for turn in _COUNTED)
    return (*turns, (say("changes.silent.count"), len(found.silent)))


def headline(say: Said, found: Changes, since: str) -> str:
    """The counts that are not zero, behind the name of the earlier view."""
    told = [f"{say.words.number(number, 0)} {label.lower()}" for label, number in counts(say, found) if number]
    if not told:
        return say("changes.headline.none", since=since)
    return say("changes.headline", since=since, told=", ".join(told))


def basis(say: Said, found: Changes) -> str:
    """By how much the verified share moved between the two views."""
    before, after = (
        view.city.progress.verified if view.city.progress else None for view in (found.before, found.after)
    )
    return say("changes.basis", before=say.percent(before), after=say.percent(after))
