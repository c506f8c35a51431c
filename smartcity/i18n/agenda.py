"""The agenda as sentences by rule, from the facts that each item keeps; dates come in ISO, as they are stored."""

from collections.abc import Mapping
from datetime import date

from smartcity.i18n.speech import UNKNOWN, Words


def because(words: Words, rule: str, facts: Mapping[str, object]) -> str:
    """Why the item is on the agenda."""
    return words.say(f"agenda.because.{rule}", **_told(words, facts))


def question(words: Words, rule: str, facts: Mapping[str, object]) -> str:
    """What the rule asks of the agency."""
    return words.say(f"agenda.question.{rule}", **_told(words, facts))


def _told(words: Words, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as people read them: days and ratings in words, what is unknown as a dash."""
    due, own = facts.get("due"), facts.get("own")
    told = {name: UNKNOWN if value is None else value for name, value in facts.items()}
    told["due"] = words.short_day(date.fromisoformat(due) if isinstance(due, str) else None)
    return told | ({"own": words.say(f"own_rating.{own}").lower()} if own else {})
