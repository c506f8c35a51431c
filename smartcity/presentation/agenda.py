"""Meetings in words: what is on the agenda and why, and the headlines of an agenda, a meeting and its decisions."""

from collections.abc import Mapping, Sequence
from datetime import date

from smartcity.domain.enums import DecisionState, MeetingState
from smartcity.domain.facts.decisions import CountedDecision, Meeting
from smartcity.domain.meetings.agenda import AgendaItem, minutes_used
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter


def item_title(say: Formatter, item: AgendaItem) -> str:
    """The title; for a reader who may not know the decision behind it, that it is confidential."""
    return say("agenda.hidden") if item.title is None else item.title


def item_rule(say: Formatter, item: AgendaItem) -> str:
    return say(f"agenda.rule.{item.rule.value if item.rule else 'carried' if item.is_carried else 'added'}")


def item_absence(say: Formatter, item: AgendaItem, state: MeetingState) -> str:
    """That it was put off, or that a meeting that is over did not come to it; empty otherwise."""
    if item.is_put_off:
        return say("agenda.was_put_off")
    return say("agenda.missed") if state is MeetingState.CLOSED and not item.was_discussed else ""


def item_because(say: Formatter, item: AgendaItem) -> str:
    """Why it is on the agenda; empty where the chair added the item, or the reader may not know."""
    return _of_rule(say, "because", item)


def item_question(say: Formatter, item: AgendaItem) -> str:
    """What the rule asks of the agency; empty as `because` is."""
    return _of_rule(say, "question", item)


def _of_rule(say: Formatter, what: str, item: AgendaItem) -> str:
    if item.rule is None or not item.because:
        return ""
    return say(f"agenda.{what}.{item.rule.value}", **_shown_facts(say, item.because))


def _shown_facts(say: Formatter, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as people read them: days and ratings in words, what is unknown as a dash."""
    due, own = facts.get("due"), facts.get("own")
    shown = {name: UNKNOWN if value is None else value for name, value in facts.items()}
    shown["due"] = say.words.short_day(date.fromisoformat(due) if isinstance(due, str) else None)
    return shown | ({"own": say(f"own_rating.{own}").lower()} if own else {})


def opening(say: Formatter, meeting: Meeting, items: Sequence[AgendaItem]) -> str:
    """The headline before the first item."""
    key = "headline.meeting.opens" if items else "headline.meeting.empty"
    return say(key, name=meeting.name, minutes=say.words.number(minutes_used(items), 0), **say.counts(items=len(items)))


def headline(say: Formatter, meeting: Meeting, items: Sequence[AgendaItem], decided: Sequence[CountedDecision]) -> str:
    """What there is to talk about and whether it fits; of a meeting that is over what came of it."""
    day, words = say.words.day(meeting.held_on), say.words
    if meeting.state is MeetingState.CLOSED:
        return _outcome(say, day, decided)
    if meeting.state is MeetingState.CALLED_OFF:
        return say("meeting.headline.called_off", day=day)
    used, planned = minutes_used(items), meeting.minutes_planned or 0
    key = "agenda" if used <= planned else "over" if meeting.minutes_planned is not None else "open"
    counts = {"used": used, "planned": planned, "over": used - planned}
    facts = {name: words.number(count, 0) for name, count in counts.items()} | say.counts(n=len(items))
    return say(f"meeting.headline.{key if items else 'empty'}", day=day, **facts)


def _outcome(say: Formatter, day: str, decided: Sequence[CountedDecision]) -> str:
    done = sum(decision.closed_on is not None for decision in decided)
    key = (
        "no_decision" if not decided else "none_done" if not done else "all_done" if done == len(decided) else "closed"
    )
    return say(f"meeting.headline.{key}", day=day, secret=secret(say, decided), **say.counts(n=len(decided), done=done))


def decisions(say: Formatter, listed: Sequence[CountedDecision], today: date, *, ever: int) -> str:
    """Of the decisions still open, confidential ones among them; where none was `ever` given, none is closed."""
    late = sum(decision.state(today) is DecisionState.OVERDUE for decision in listed)
    key = ("none" if ever else "never") if not listed else "overdue" if late else "in_time"
    counts = say.counts(open=len(listed), overdue=late)
    return say.sentence(f"headline.decisions.{key}", **counts, secret=secret(say, listed))


def secret(say: Formatter, counted: Sequence[CountedDecision]) -> str:
    """`, satu rahasia`: how many of those counted are confidential, for every reader alike; empty where none is."""
    count = sum(decision.is_confidential for decision in counted)
    return say("decision.count.secret", **say.counts(n=count)) if count else ""
