"""The agenda as text: the title of an item, the rule that put it there, why, and what it asks of the agency."""

from smartcity.domain.agenda import AgendaItem
from smartcity.domain.kinds import MeetingState
from smartcity.i18n import agenda
from smartcity.presentation.said import Said


def title(say: Said, item: AgendaItem) -> str:
    """The title; for a reader who may not know the decision behind it, that it is confidential."""
    return say("agenda.hidden") if item.title is None else item.title


def rule(say: Said, item: AgendaItem) -> str:
    return say(f"agenda.rule.{item.rule.value if item.rule else 'carried' if item.is_carried else 'added'}")


def absence(say: Said, item: AgendaItem, state: MeetingState) -> str:
    """That it was put off, or that a meeting that is over did not come to it; empty otherwise."""
    if item.is_put_off:
        return say("agenda.was_put_off")
    return say("agenda.missed") if state is MeetingState.CLOSED and not item.was_discussed else ""


def because(say: Said, item: AgendaItem) -> str:
    """Empty where the chair added the item, or the reader may not know."""
    return agenda.because(say.words, item.rule.value, item.because) if item.rule and item.because else ""


def question(say: Said, item: AgendaItem) -> str:
    """Empty as `because` is."""
    return agenda.question(say.words, item.rule.value, item.because) if item.rule and item.because else ""


def clock(seconds: int) -> str:
    """Minutes and seconds, with a minus once the time is up: `4:05`, `−0:30`."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02}"
